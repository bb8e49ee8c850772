using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Architecture.Tests.Tidy;

/// <summary>A file, a method and a file's public surface each fit in one look.</summary>
internal static class LengthRules
{
    private const int MaxFileLines = 400;
    private const int MaxMethodLines = 60;

    /// <summary>Files with several public types, and why.</summary>
    private static readonly Dictionary<string, string> s_severalTypes = new(StringComparer.Ordinal)
    {
        ["src/Picard.Gen/Binding/Rank.cs"] = "a ladder of empty classes: their order is the whole meaning, and no user names one",
        ["src/Picard.Gen/Binding/TextKinds.cs"] = "six ways to read text that differ in a line each, and no user names one",
    };

    /// <summary>Long methods, and why.</summary>
    private static readonly Dictionary<string, string> s_longMethods = new(StringComparer.Ordinal)
    {
        ["src/Picard.Http/Message/StatusCode.Registry.cs: ReasonPhraseOf"] = "IANA's registry as a table: a line a status code",
    };

    public static IEnumerable<Finding> FileLength(SourceFile file)
    {
        if (file.LineCount > MaxFileLines)
        {
            yield return file.At(0, $"{file.LineCount} lines; a file has at most {MaxFileLines}");
        }
    }

    /// <summary>Counts from the first line of the signature to the closing brace; attributes and comments above do not count.</summary>
    public static IEnumerable<Finding> MethodLength(SourceFile file)
    {
        foreach (var node in file.Syntax.DescendantNodes().Where(IsMethod))
        {
            var first = node.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList));
            var span = file.Syntax.SyntaxTree.GetLineSpan(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(first.SpanStart, node.Span.End));
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines > MaxMethodLines && !s_longMethods.ContainsKey($"{file.Path}: {(node as MethodDeclarationSyntax)?.Identifier.Text}"))
            {
                yield return file.At(first, $"{lines} lines; a method has at most {MaxMethodLines}");
            }
        }
    }

    /// <summary>Types of one name that differ in type parameters count as one.</summary>
    public static IEnumerable<Finding> OnePublicType(SourceFile file)
    {
        var names = file.Syntax.DescendantNodes(node => node is not TypeDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && node.Modifiers.Any(SyntaxKind.PublicKeyword))
            .Select(node => node is BaseTypeDeclarationSyntax type ? type.Identifier.Text : ((DelegateDeclarationSyntax)node).Identifier.Text)
            .Distinct()
            .ToList();
        if (names.Count > 1 && !s_severalTypes.ContainsKey(file.Path))
        {
            yield return file.At(0, $"{names.Count} public types ({string.Join(", ", names)}); a file has one");
        }
    }

    private static bool IsMethod(SyntaxNode node) => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax;
}
