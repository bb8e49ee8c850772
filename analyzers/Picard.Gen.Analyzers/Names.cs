using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>How symbols are called in messages: as their user would, without namespaces and parameter lists.</summary>
internal static class Names
{
    private static readonly SymbolDisplayFormat s_type = SymbolDisplayFormat.CSharpShortErrorMessageFormat;

    public static string Of(ITypeSymbol type) => type.ToDisplayString(s_type);

    public static string Of(ISymbol member) => member.ContainingType is { } type ? $"{Of(type)}.{member.Name}" : member.Name;

    /// <summary>An attribute as it is written in brackets.</summary>
    public static string Of(AttributeData attribute)
    {
        var name = attribute.AttributeClass?.Name ?? "";
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }

    /// <summary>Where an attribute is written, or the symbol that has it.</summary>
    public static Location PlaceOf(AttributeData attribute, ISymbol symbol, CancellationToken cancellationToken) =>
        SyntaxOf(attribute, cancellationToken)?.GetLocation() ?? symbol.Locations[0];

    public static AttributeSyntax? SyntaxOf(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
}
