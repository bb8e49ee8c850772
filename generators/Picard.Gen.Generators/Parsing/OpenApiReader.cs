using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads [OpenApi] on an application.</summary>
internal static class OpenApiReader
{
    public static OpenApiModel Read(AttributeSyntax attribute)
    {
        var isPath = DocumentPath.WhyNot(Argument(attribute, "Path") ?? DocumentPath.Default, out var pattern) is null;
        return new OpenApiModel(isPath ? pattern : null, Argument(attribute, "Title"), Argument(attribute, "Version"));
    }

    private static string? Argument(AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression
            is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal ? literal.Token.ValueText : null;
}
