using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Architecture.Tests.Documentation;

/// <summary>The tests of the tree by name, <c>Project/Class.Method</c>, with the source text of each: its comments, itself, and the member that it takes its cases from.</summary>
internal sealed class TestCatalogue
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public TestCatalogue(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Text.Contains("[Fact", StringComparison.Ordinal) || file.Text.Contains("[Theory", StringComparison.Ordinal)))
        {
            foreach (var method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsTest))
            {
                var type = (TypeDeclarationSyntax)method.Parent!;
                _texts[$"{file.Path.Split('/')[1]}/{type.Identifier.Text}.{method.Identifier.Text}"] = method.ToFullString() + string.Concat(Cases(method, type).Select(member => member.ToFullString()));
            }
        }
    }

    /// <summary>All tests, by name, with their text.</summary>
    public IEnumerable<KeyValuePair<string, string>> All => _texts;

    /// <summary>The text of a test; null if there is none of this name.</summary>
    public string? TextOf(string name) => _texts.GetValueOrDefault(name);

    private static bool IsTest(MethodDeclarationSyntax method) =>
        Attributes(method).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory");

    private static IEnumerable<MemberDeclarationSyntax> Cases(MethodDeclarationSyntax method, TypeDeclarationSyntax type)
    {
        var names = Attributes(method).Where(attribute => attribute.Name.ToString() == "MemberData")
            .SelectMany(attribute => attribute.DescendantNodes().OfType<IdentifierNameSyntax>())
            .Select(name => name.Identifier.Text)
            .ToHashSet();
        return type.Members.Where(member => member is PropertyDeclarationSyntax property && names.Contains(property.Identifier.Text));
    }

    private static IEnumerable<AttributeSyntax> Attributes(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(list => list.Attributes);
}
