namespace Picard.Architecture.Tests.Tidy;

/// <summary>Each rule finds what it is for, and only that.</summary>
public sealed class TidyRuleTests
{
    private static readonly string s_promise = "TO" + "DO";

    [Fact]
    public void FileLength_Of401Lines_IsFound()
    {
        AssertFound(LengthRules.FileLength, Lines(401));
        AssertNotFound(LengthRules.FileLength, Lines(400));
    }

    [Fact]
    public void MethodLength_Of61Lines_IsFound()
    {
        AssertFound(LengthRules.MethodLength, $"class A\n{{\n    [B]\n    void M()\n    {{\n{Lines(58)}    }}\n}}\n");
        AssertNotFound(LengthRules.MethodLength, $"class A\n{{\n    [B]\n    void M()\n    {{\n{Lines(57)}    }}\n}}\n");
        AssertFound(LengthRules.MethodLength, $"class A\n{{\n    int P\n    {{\n        get\n        {{\n{Lines(58)}        }}\n    }}\n}}\n");
        AssertFound(LengthRules.MethodLength, $"class A\n{{\n    A()\n    {{\n{Lines(58)}    }}\n}}\n");
    }

    [Theory]
    [InlineData("public class A; public class B;")]
    [InlineData("namespace N; public enum A { X } public delegate void B();")]
    [InlineData("namespace N { public struct A; } namespace M { public interface B; }")]
    public void OnePublicType_OfTwo_IsFound(string text) => AssertFound(LengthRules.OnePublicType, text);

    [Theory]
    [InlineData("public class A { public class B; } internal class C;")]
    [InlineData("public class A<T>; public class A<T, U>;")]
    public void OnePublicType_OfOne_IsNotFound(string text) => AssertNotFound(LengthRules.OnePublicType, text);

    [Theory]
    [InlineData("class PoolManager;")]
    [InlineData("class A { int hdr; }")]
    [InlineData("class A { void M(byte[] readBuf) { } }")]
    [InlineData("class A { int RequestInfo { get; } }")]
    [InlineData("class A { void M() { var data = 1; } }")]
    [InlineData("enum A { HTTPContext }")]
    [InlineData("class A { bool M(object o) => o is string info; }")]
    [InlineData("class StringUtils;")]
    [InlineData("delegate void IOHelper();")]
    public void NameRule_OfAnEmptyWord_IsFound(string text) => AssertFound(NameRule.Check, text);

    [Theory]
    [InlineData("class Buffer { int database; }")]
    [InlineData("enum State { ChunkData }")]
    [InlineData("class A { void M(SyntaxNodeAnalysisContext context) { } }")]
    [InlineData("class A { public override object GetData() => 1; }")]
    public void NameRule_OfAGoodName_IsNotFound(string text) => AssertNotFound(NameRule.Check, text);

    [Theory]
    [InlineData("#if DEBUG\nclass A;\n#endif")]
    [InlineData("class A\n{\n    #region X\n    #endregion\n}")]
    public void Directives_OfBothKinds_AreFound(string text) => AssertFound(CodeRules.Directives, text);

    [Fact]
    public void Directives_OfNullable_IsNotFound() => AssertNotFound(CodeRules.Directives, "#nullable enable\nclass A;");

    [Fact]
    public void Unsafe_OutsideItsFile_IsFound()
    {
        const string Text = "unsafe class A;";
        AssertFound(CodeRules.Unsafe, Text);
        AssertFound(CodeRules.Unsafe, "class A { void M() { unsafe { } } }");
        Assert.Empty(CodeRules.Unsafe(new SourceFile("src/Picard.Transport/Linux/Epoll.cs", Text)));
        AssertNotFound(CodeRules.Unsafe, "class A { int M() => Unsafe.SizeOf<int>(); }");
    }

    [Fact]
    public void NotImplemented_Thrown_IsFound()
    {
        AssertFound(CodeRules.NotImplemented, "class A { void M() => throw new System.NotImplementedException(); }");
        AssertNotFound(CodeRules.NotImplemented, "class A { void M() => throw new NotSupportedException(\"NotImplementedException\"); }");
    }

    [Theory]
    [InlineData("class A { void M() => Thread.Sleep(1); }")]
    [InlineData("class A { async Task M() => await System.Threading.Tasks.Task.Delay(1); }")]
    [InlineData("class A { Func<int, Task> F = Task.Delay; }")]
    public void Sleeping_IsFound(string text) => AssertFound(CodeRules.Sleeping, text);

    [Fact]
    public void Sleeping_OfAHandlerInAString_IsNotFound() => AssertNotFound(CodeRules.Sleeping, "class A { string S = \"Thread.Sleep(1)\"; }");

    [Fact]
    public void Skipping_IsFound()
    {
        AssertFound(CodeRules.Skipping, "class A { [Fact(Skip = \"later\")] void M() { } }");
        AssertNotFound(CodeRules.Skipping, "class A { [Fact(Timeout = 1)] void M() { rows.Skip(1); } }");
    }

    [Fact]
    public void Promises_AreFound()
    {
        AssertFound(TextRules.Promises, $"// {s_promise}: later");
        AssertNotFound(TextRules.Promises, $"var {s_promise}List = 1;");
    }

    [Theory]
    [InlineData("see /wo" + "rk/shared/design")]
    [InlineData("[x](/ho" + "me/me/x)")]
    [InlineData("\"/tm" + "p/x\"")]
    public void MachinePaths_AreFound(string text) => AssertFound(TextRules.MachinePaths, text);

    [Theory]
    [InlineData("GET /users/1 and https://example.com/home/x/ and src/tmp/x")]
    public void MachinePaths_OfARoute_AreNotFound(string text) => AssertNotFound(TextRules.MachinePaths, text);

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("        // line\n", count));

    private static void AssertFound(Func<SourceFile, IEnumerable<Finding>> rule, string text) => Assert.NotEmpty(rule(new SourceFile("src/Bad.cs", text)));

    private static void AssertNotFound(Func<SourceFile, IEnumerable<Finding>> rule, string text) => Assert.Empty(rule(new SourceFile("src/Good.cs", text)));
}
