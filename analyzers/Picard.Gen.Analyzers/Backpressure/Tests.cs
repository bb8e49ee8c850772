using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Methods of tests, told by the attributes of the usual frameworks.</summary>
internal static class Tests
{
    public static bool Contain(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { AttributeLists.Count: > 0 } method
        && method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is "Fact" or "Theory" or "Test" or "TestCase" or "TestMethod" or "DataTestMethod" or "Benchmark");
}
