using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>Awaits what was waited for: a task (PIC1001), a time (PIC1002), input and output (PIC1003), another thread (PIC1004). A function that is not asynchronous becomes so where only its framework sees that.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitCodeFix : CodeFixProvider
{
    private static readonly DocumentChange.Maker s_maker = DocumentChange.Checked(ChangeAsync);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["PIC1001", "PIC1002", "PIC1003", "PIC1004"];

    // Two calls of one method change the same line of it, so all of a document are replaced at once.
    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => DocumentChange.FixAll(s_maker);

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => DocumentChange.RegisterAsync(context, s_maker, nameof(AwaitCodeFix));

    private static async Task<DocumentChange?> ChangeAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var calls = new Dictionary<SyntaxNode, AwaitedCall>();
        var functions = new Dictionary<SyntaxNode, AsyncFunction>();
        foreach (var diagnostic in diagnostics)
        {
            var place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            diagnostic.Properties.TryGetValue("Twin", out var twin);
            if (AwaitedCall.At(model, place, twin, cancellationToken) is not { } call
                || await AsyncFunction.AroundAsync(document, model, call.Blocking, cancellationToken).ConfigureAwait(false) is not { } function)
            {
                continue;
            }

            calls[call.Blocking] = call;
            if (function.Node is { } node)
            {
                functions[node] = function;
            }
        }

        if (calls.Count == 0)
        {
            return null;
        }

        var changed = root.ReplaceNodes(
            calls.Keys.Concat(functions.Keys),
            (original, current) => calls.TryGetValue(original, out var call) ? call.Replace((ExpressionSyntax)current) : functions[original].MakeAsync(current));
        return new(calls.Values.First().Title, document.WithSyntaxRoot(changed));
    }
}
