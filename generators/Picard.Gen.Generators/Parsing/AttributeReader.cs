using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Recognises the framework's attributes by name: qualified, or simple where Picard is imported.</summary>
internal sealed class AttributeReader
{
    private readonly HashSet<string> _qualifiers = new(StringComparer.Ordinal) { KnownNames.Namespace, "global::" + KnownNames.Namespace };

    public AttributeReader(SyntaxList<UsingDirectiveSyntax> usings) => Take(usings);

    private AttributeReader(AttributeReader outer, SyntaxList<UsingDirectiveSyntax> usings, string namespaceName)
    {
        _qualifiers = [.. outer._qualifiers];
        IsImported = outer.IsImported || namespaceName == KnownNames.Namespace || namespaceName.StartsWith(KnownNames.Namespace + ".", StringComparison.Ordinal);
        Take(usings);
    }

    /// <summary>Whether simple names count here without a global import.</summary>
    public bool IsImported { get; private set; }

    public AttributeReader With(SyntaxList<UsingDirectiveSyntax> usings, string namespaceName) => new(this, usings, namespaceName);

    public static bool Imports(UsingDirectiveSyntax directive, string namespaceName) =>
        directive.Alias is null && directive.StaticKeyword.IsKind(SyntaxKind.None) && IsName(directive, namespaceName);

    /// <summary>The attributes that may be the framework's, by simple name without "Attribute".</summary>
    public IEnumerable<(string Name, AttributeSyntax Syntax, bool IsQualified)> Read(SyntaxList<AttributeListSyntax> lists)
    {
        foreach (var list in lists)
        {
            foreach (var attribute in list.Attributes)
            {
                switch (attribute.Name)
                {
                    case SimpleNameSyntax simple:
                        yield return (Short(simple.Identifier.ValueText), attribute, false);
                        break;
                    case QualifiedNameSyntax qualified when _qualifiers.Contains(qualified.Left.ToString()):
                        yield return (Short(qualified.Right.Identifier.ValueText), attribute, true);
                        break;
                }
            }
        }
    }

    /// <summary>The value of an attribute's first argument if it is a string literal; null if there is none or it is anything else.</summary>
    public static string? StringArgument(AttributeSyntax attribute) =>
        FirstArgument(attribute) is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal ? literal.Token.ValueText : null;

    /// <summary>The type argument of an attribute such as <c>[Json&lt;AppJsonContext&gt;]</c>, as text; null if it has none.</summary>
    public static string? TypeArgument(AttributeSyntax attribute) =>
        ShapeReader.SimpleNameOf(attribute.Name) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0].ToString() : null;

    /// <summary>An attribute's first argument that is not a property.</summary>
    public static ExpressionSyntax? FirstArgument(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(static a => a.NameEquals is null)?.Expression;

    /// <summary>What [SlowConsumer] says; null: nothing that can be taken over.</summary>
    public static SlowConsumerModel? SlowConsumerOf(AttributeSyntax attribute) => FirstArgument(attribute) is { } drop
        ? new SlowConsumerModel(drop.ToString(), attribute.ArgumentList!.Arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == "MaxBytes")?.Expression.ToString())
        : null;

    private void Take(SyntaxList<UsingDirectiveSyntax> usings)
    {
        foreach (var directive in usings)
        {
            if (Imports(directive, KnownNames.Namespace))
            {
                IsImported = true;
            }
            else if (directive.Alias is { } alias && IsName(directive, KnownNames.Namespace))
            {
                _qualifiers.Add(alias.Name.Identifier.ValueText);
            }
        }
    }

    private static bool IsName(UsingDirectiveSyntax directive, string name)
    {
        var text = directive.Name?.ToString();
        return text == name || text == "global::" + name;
    }

    private static string Short(string name) =>
        name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
}
