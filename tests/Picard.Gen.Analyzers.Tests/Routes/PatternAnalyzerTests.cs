namespace Picard.Gen.Analyzers.Tests;

public class PatternAnalyzerTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/users/{id:int}")]
    [InlineData("/a/{b?}/{c=1}")]
    [InlineData("/files/{**rest}")]
    [InlineData("/{x:regex(^[a-z]+$)}/{y:length(1,5):alpha}")]
    public Task ValidPattern_IsFine(string pattern) => Check.Source<PatternAnalyzer>(
        $$"""[Handler] partial class Users { [Get("{{pattern}}")] string A() => ""; [Post(@"{{pattern}}")] string B() => ""; }""");

    [Theory]
    [InlineData("{|#0:u|}sers", "must begin with '/'")]
    [InlineData("/a{|#0://|}b", "has an empty segment")]
    [InlineData("/a/{|#0:..|}/b", "has a dot segment, which no request reaches")]
    [InlineData("/a{|#0:?|}b=c", "has a '?', which no path contains")]
    [InlineData("/a{|#0: |}b", "has a space or a control character")]
    [InlineData("/{|#0:{}|}", "has a parameter without a name")]
    [InlineData("/{|#0:{id|}", "does not close the parameter 'id' with '}'")]
    [InlineData("/{|#0:{id}.json|}", "mixes literal text with a parameter in one segment; a segment is one or the other")]
    [InlineData("/{|#0:v{id}|}", "mixes literal text with a parameter in one segment; a segment is one or the other")]
    [InlineData("/{id}/{|#0:{ID}|}", "names the parameter 'ID' twice")]
    [InlineData("/{**a}/{|#0:b|}", "has a segment after the catch-all 'a', which must be the last")]
    [InlineData("/{a?}/{|#0:b|}", "has a segment after the optional parameter 'a' that is not optional")]
    [InlineData("/{|#0:{**a:int}|}", "gives the catch-all 'a' more than a name; it is written {**a}")]
    [InlineData("/{a:{|#0:number|}}", "has the unknown constraint 'number'; there are int, long, guid, bool, alpha, min, max, range, length and regex")]
    [InlineData("/{a:{|#0:int(3)|}}", "gives the constraint 'int' an argument, and it takes none")]
    [InlineData("/{a:{|#0:min|}}", "needs numbers in the constraint 'min', as in min(1)")]
    [InlineData("/{a:{|#0:max(x)|}}", "needs numbers in the constraint 'max', as in max(100)")]
    [InlineData("/{a:{|#0:range(1)|}}", "needs numbers in the constraint 'range', as in range(1,100)")]
    [InlineData("/{a:{|#0:length(-1)|}}", "needs numbers in the constraint 'length', as in length(3) or length(1,20)")]
    [InlineData("/{a:{|#0:regex()|}}", "needs a regular expression in the constraint 'regex', as in regex(^[a-z]+$)")]
    [InlineData("/{a:{|#0:range(5,1)|}}", "constrains 'a' so that no text can match")]
    [InlineData("/{a:{|#0:min(1}|}", "does not close the constraint 'min' with ')'")]
    public Task InvalidPattern_IsReportedAtItsFault(string marked, string fault)
    {
        var pattern = marked.Replace("{|#0:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        return Check.Source<PatternAnalyzer>(
            $$"""[Handler] partial class Users { [Get("{{marked}}")] string A() => ""; }""",
            Check.Message(Rules.InvalidPattern, $"The pattern '{pattern}' of 'Users.A' {fault}, so no request reaches the method"));
    }

    [Fact]
    public Task InvalidRegularExpression_IsReported() => Check.Source<PatternAnalyzer>(
        """[Handler] partial class Users { [Get("/{a:{|PIC0101:regex(a{2,1})|}}")] string A() => ""; }""");

    [Theory]
    [InlineData("{|PIC0101:\"\"|}")]
    [InlineData("{|PIC0101:null|}")]
    public Task EmptyPattern_IsReportedAtTheLiteral(string argument) => Check.Source<PatternAnalyzer>(
        $$"""[Handler] partial class Users { [Get({{argument}})] string A() => ""; }""");

    [Fact]
    public Task EscapedPattern_IsReportedAtTheLiteral() => Check.Source<PatternAnalyzer>(
        """[Handler] partial class Users { [Get({|PIC0101:"/\u0061/{"|})] string A() => ""; }""");
}
