using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>Writes the value of an attribute's argument as a literal (PIC0013), and puts the missing slash before a pattern (PIC0101) or a prefix (PIC0510).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LiteralCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC0013", "PIC0101", "PIC0510"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Expression is not { } expression)
            {
                continue;
            }

            if (diagnostic.Properties.TryGetValue("value", out var value) && value is not null)
            {
                Register(context, diagnostic, root, expression, $"Write \"{value}\"", Literal(value), "WriteLiteral");
            }
            else if (diagnostic.Id != "PIC0013" && expression is LiteralExpressionSyntax literal && Prefixed(literal) is { } prefixed)
            {
                Register(context, diagnostic, root, expression, "Begin with '/'", prefixed, "AddSlash");
            }
        }
    }

    private static void Register(
        CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression, string title, ExpressionSyntax replacement, string key) =>
        context.RegisterCodeFix(
            CodeAction.Create(
                title,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(expression, replacement.WithTriviaFrom(expression)))),
                key),
            diagnostic);

    // The form of the literal is kept: only its first character is added, after the opening quotes.
    private static ExpressionSyntax? Prefixed(LiteralExpressionSyntax literal)
    {
        var text = literal.Token.Text;
        var quote = text.IndexOf('"');
        var isOnOneLine = text.IndexOf('\n') < 0;
        if (literal.Token.ValueText is not { Length: > 0 } value || value[0] == '/' || quote < 0 || !isOnOneLine)
        {
            return literal.Token.Value is "" ? Literal("/") : null;
        }

        var start = quote;
        while (start < text.Length && text[start] == '"')
        {
            start++;
        }

        return SyntaxFactory.ParseExpression(text.Insert(start, "/"));
    }

    private static LiteralExpressionSyntax Literal(string value) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(value));
}
