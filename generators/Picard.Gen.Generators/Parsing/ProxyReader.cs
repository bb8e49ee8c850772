using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads what a class says of itself as a proxy.</summary>
internal static class ProxyReader
{
    /// <summary>What [Proxy] says; null: it is not there.</summary>
    public static ProxyPartModel? Read(TypeDeclarationSyntax type, AttributeReader attributes) => AttributeOf(type, attributes, KnownNames.Proxy) is not { } syntax ? null : new ProxyPartModel(
        AttributeReader.StringArgument(syntax) is { } text && RoutePattern.TryParse(text, out var pattern, out _) ? pattern : null,
        (PropertyOf(syntax, KnownNames.Upstream) as LiteralExpressionSyntax)?.Token.Value as string,
        PropertyOf(syntax, KnownNames.Rewrite) is { } rewrite ? (rewrite as LiteralExpressionSyntax)?.Token.Value as string ?? "" : null,
        (PropertyOf(syntax, KnownNames.Pool) as TypeOfExpressionSyntax)?.Type.ToString(),
        PartReader.ApplicationOf(syntax));

    /// <summary>What [Upstream] says; null: it is not there, or names none.</summary>
    public static UpstreamModel? ReadUpstream(TypeDeclarationSyntax type, AttributeReader attributes) =>
        AttributeOf(type, attributes, KnownNames.Upstream) is { } syntax && AttributeReader.StringArgument(syntax) is { } name
            ? new UpstreamModel(name, syntax.ArgumentList!.Arguments.Where(static a => a.NameEquals is null).Skip(1).Select(static a => a.Expression.NormalizeWhitespace().ToString()).ToList())
            : null;

    private static AttributeSyntax? AttributeOf(TypeDeclarationSyntax type, AttributeReader attributes, string name) =>
        type.AttributeLists.Count == 0 ? null : attributes.Read(type.AttributeLists).FirstOrDefault(a => a.Name == name).Syntax;

    private static ExpressionSyntax? PropertyOf(AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression;
}
