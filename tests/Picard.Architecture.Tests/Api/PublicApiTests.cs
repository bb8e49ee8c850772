using Microsoft.CodeAnalysis;

namespace Picard.Architecture.Tests.Api;

/// <summary>
/// The public API of each assembly is a text file in PublicApi, so that each change to it is seen in review.
/// To accept a change: run these tests with PICARD_ACCEPT_API=1 and commit the files.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Assemblies => [.. ApiReader.Assemblies];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicApi_IsTheApprovedOne(string assembly)
    {
        var approved = Repository.PathOf($"tests/Picard.Architecture.Tests/PublicApi/{assembly}.txt");
        var actual = ApiFormatter.Format(ApiReader.PublicTypes(assembly));
        if (Environment.GetEnvironmentVariable("PICARD_ACCEPT_API") == "1")
        {
            File.WriteAllText(approved, actual);
        }

        var expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        var received = Path.ChangeExtension(approved, ".received.txt");
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"The public API of {assembly} changed. If that is meant, run the tests with PICARD_ACCEPT_API=1.\n{LineDiff.Between(expected, actual)}");
    }

    [Fact]
    public void ApprovedFile_BelongsToAnAssembly()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("tests/Picard.Architecture.Tests/PublicApi"), "*.txt").Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".received.", StringComparison.Ordinal));
        Assert.Equal(ApiReader.Assemblies.Select(name => name + ".txt").Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicParameter_IsNotBool(string assembly) => Assert.Empty(BoolParameters(ApiReader.PublicTypes(assembly)));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicClass_IsSealedOrMadeForInheritance(string assembly) => Assert.Empty(OpenClasses(ApiReader.PublicTypes(assembly)));

    /// <summary>Picard.Gen.KnownShapes is apart because emitted code imports it, and must import nothing but its extension methods.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void PublicType_IsInOurNamespaces(string assembly) => Assert.All(
        ApiReader.PublicTypes(assembly), type => Assert.Contains(type.ContainingNamespace.ToDisplayString(), new[] { "Picard", assembly, "Picard.Gen.KnownShapes" }));

    [Theory]
    [InlineData("public class A { public void M(bool fast) { } }", "A.M(bool)")]
    [InlineData("public class A { public A(bool? fast = null) { } }", "A.A(bool?)")]
    [InlineData("public delegate void D(bool on);", "D.Invoke(bool)")]
    [InlineData("public class A { protected void M(bool fast) { } }", "A.M(bool)")]
    public void BoolParameter_IsFound(string source, string expected) => Assert.Equal([expected], BoolParameters(ApiReader.PublicTypesOf(source)));

    [Fact]
    public void BoolParameter_OfOverridesAndProperties_IsNotFound() => Assert.Empty(BoolParameters(ApiReader.PublicTypesOf(
        "public class A : System.IO.MemoryStream { protected override void Dispose(bool disposing) { } public bool On { get; set; } internal void M(bool fast) { } public bool N(out bool fast) => fast = true; }")));

    [Fact]
    public void OpenClass_WithNothingToOverride_IsFound() => Assert.Equal(["A"], OpenClasses(ApiReader.PublicTypesOf("public class A { } public sealed class B { } public class C { public virtual void M() { } } public abstract class D { } public static class E { }")));

    [Fact]
    public void Format_IsReadableAndSorted() => Assert.Equal(
        """
        N.A: public sealed class : MemoryStream, IComparable<string?>
            public A(int count = 1)
            public int CompareTo(string? other)
            public required int Size { get; set; }
            public static bool TryRead(ReadOnlySpan<byte> input, out int value)
            public string Name { get; init; }

        N.E: public enum (byte)
            None = 0
            Some = 1


        """.ReplaceLineEndings("\n"),
        ApiFormatter.Format(ApiReader.PublicTypesOf(
            """
            #nullable enable
            using System;
            namespace N;
            public enum E : byte { Some = 1, None = 0 }
            public sealed class A : System.IO.MemoryStream, IComparable<string?>
            {
                public required int Size { get; set; }
                public string Name { get; init; } = "";
                public A(int count = 1) { }
                public static bool TryRead(ReadOnlySpan<byte> input, out int value) { value = 0; return false; }
                public int CompareTo(string? other) => 0;
                internal void Hidden() { }
            }
            """)));

    [Fact]
    public void LineDiff_ShowsWhatChanged() => Assert.Equal("- b\n+ c\n", LineDiff.Between("a\nb\nd\n", "a\nc\nd\n"));

    private static IEnumerable<string> BoolParameters(IEnumerable<INamedTypeSymbol> types) =>
        from type in types
        from method in type.TypeKind == TypeKind.Delegate ? [type.DelegateInvokeMethod!] : ApiReader.PublicMembers(type).OfType<IMethodSymbol>()
        where !method.IsOverride && method.ExplicitInterfaceImplementations.IsEmpty
        where method.Parameters.Any(parameter => parameter.RefKind != RefKind.Out && IsBool(parameter.Type))
        select method.ToDisplayString();

    // A class whose constructors nobody outside can reach is as good as sealed.
    private static IEnumerable<string> OpenClasses(IEnumerable<INamedTypeSymbol> types) =>
        from type in types
        where type is { TypeKind: TypeKind.Class, IsSealed: false, IsAbstract: false, IsStatic: false }
        where ApiReader.PublicMembers(type).OfType<IMethodSymbol>().Any(method => method.MethodKind == MethodKind.Constructor) || type.InstanceConstructors.Any(constructor => constructor.IsImplicitlyDeclared)
        where !ApiReader.PublicMembers(type).Any(member => member.IsVirtual)
        select type.ToDisplayString();

    private static bool IsBool(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable && IsBool(nullable.TypeArguments[0]));
}
