using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>
/// Waits for slow readers: looks whether the reader of a pipe has gone, and writes what a queue had no room for later (PIC2002), flushes in the loop that writes (PIC2003), and awaits writes (PIC2004).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FlushCodeFix : CodeFixProvider
{
    private static readonly DocumentChange.Maker s_maker = DocumentChange.Checked(ChangeAsync);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC2002", "PIC2003", "PIC2004"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => DocumentChange.FixAll(s_maker);

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => DocumentChange.RegisterAsync(context, s_maker, nameof(FlushCodeFix));

    private static async Task<DocumentChange?> ChangeAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var title = "";
        var changes = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>();
        foreach (var diagnostic in diagnostics)
        {
            if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
                || Waiting.InsteadOf(model, call, diagnostic.Id, cancellationToken) is not { } waiting
                || await AsyncFunction.AroundAsync(document, model, call, cancellationToken).ConfigureAwait(false) is not { } function)
            {
                continue;
            }

            title = waiting.Title;
            Add(changes, waiting.Node, waiting.Change);
            if (function.Node is { } node && !changes.ContainsKey(node))
            {
                changes[node] = function.MakeAsync;
            }
        }

        return changes.Count == 0 ? null : new(title, document.WithSyntaxRoot(root.ReplaceNodes(changes.Keys, (original, current) => changes[original](current))));
    }

    // Two writers may be flushed in one loop.
    private static void Add(Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> changes, SyntaxNode node, Func<SyntaxNode, SyntaxNode> change) =>
        changes[node] = changes.TryGetValue(node, out var first) ? current => change(first(current)) : change;
}
