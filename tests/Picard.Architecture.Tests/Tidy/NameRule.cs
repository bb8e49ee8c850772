using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Architecture.Tests.Tidy;

/// <summary>Names that say nothing are not used: each of these words stands for a better one.</summary>
internal static partial class NameRule
{
    private static readonly HashSet<string> s_banned = new(StringComparer.OrdinalIgnoreCase)
    {
        "Manager", "Helper", "Util", "Utils", "Info", "Data", "Context", "Hdr", "Buf",
    };

    /// <summary>Names that hold a banned word for a reason.</summary>
    private static readonly Dictionary<string, string> s_allowed = new(StringComparer.Ordinal)
    {
        ["ChunkData"] = "chunk-data is the word of RFC 9112 §7.1",
        ["ChunkDataEnd"] = "as above",
        ["ChunkDataLineFeed"] = "as above",
        ["Info"] = "the compiler's own word for a severity",
        ["AuthenticationInfo"] = "the field Authentication-Info of RFC 9110 §11.6.3",
        ["ProxyAuthenticationInfo"] = "the field Proxy-Authentication-Info of RFC 9110 §11.7.3",
        ["EarlyData"] = "the field Early-Data of RFC 8470",
    };

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        foreach (var token in file.Syntax.DescendantNodes().Select(DeclaredName).Where(token => token != default))
        {
            var word = Words().Matches(token.Text).Select(match => match.Value).FirstOrDefault(s_banned.Contains);
            if (word is not null && !s_allowed.ContainsKey(token.Text))
            {
                yield return file.At(token, $"`{token.Text}` holds the empty word `{word}`; say what it is");
            }
        }
    }

    private static SyntaxToken DeclaredName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        // An overriding member does not choose its name.
        MethodDeclarationSyntax method when !method.Modifiers.Any(SyntaxKind.OverrideKeyword) => method.Identifier,
        PropertyDeclarationSyntax property when !property.Modifiers.Any(SyntaxKind.OverrideKeyword) => property.Identifier,
        LocalFunctionStatementSyntax function => function.Identifier,
        EnumMemberDeclarationSyntax member => member.Identifier,
        VariableDeclaratorSyntax variable when !IsTypedContext((variable.Parent as VariableDeclarationSyntax)?.Type) => variable.Identifier,
        ParameterSyntax parameter when !IsTypedContext(parameter.Type) && parameter.Parent is not ParameterListSyntax { Parent: AnonymousFunctionExpressionSyntax } && parameter.Parent is not AnonymousFunctionExpressionSyntax => parameter.Identifier,
        SingleVariableDesignationSyntax variable => variable.Identifier,
        _ => default,
    };

    // Roslyn and .NET call a parameter of type SyntaxNodeAnalysisContext `context`, and so does everyone who reads it.
    private static bool IsTypedContext(TypeSyntax? type) => type?.ToString().EndsWith("Context", StringComparison.Ordinal) == true;

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Words();
}
