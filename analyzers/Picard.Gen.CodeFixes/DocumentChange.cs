using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Picard.Gen.CodeFixes;

/// <summary>A fix of some diagnostics of a document at once: for fixes that change more than one place each, of which two may be the same.</summary>
internal sealed record DocumentChange(string Title, Document Changed)
{
    /// <summary>Fixes what it can; null: nothing.</summary>
    public delegate Task<DocumentChange?> Maker(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken);

    public static FixAllProvider FixAll(Maker maker) => FixAllProvider.Create(async (context, document, diagnostics) =>
        await maker(document, diagnostics, context.CancellationToken).ConfigureAwait(false) is { } change ? change.Changed : document);

    public static async Task RegisterAsync(CodeFixContext context, Maker maker, string key)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await maker(context.Document, [diagnostic], context.CancellationToken).ConfigureAwait(false) is { } change)
            {
                context.RegisterCodeFix(CodeAction.Create(change.Title, _ => Task.FromResult(change.Changed), key), diagnostic);
            }
        }
    }

    /// <summary>Leaves out what would not compile, one by one if it has to: it must not keep the rest from being fixed.</summary>
    public static Maker Checked(Maker maker) => async (document, diagnostics, cancellationToken) =>
    {
        var all = await maker(document, diagnostics, cancellationToken).ConfigureAwait(false);
        if (all is null || await CompileCheck.IsFineAsync(document, all.Changed, cancellationToken).ConfigureAwait(false))
        {
            return all;
        }

        if (diagnostics.Length == 1)
        {
            return null;
        }

        var fine = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var diagnostic in diagnostics)
        {
            if (await maker(document, [diagnostic], cancellationToken).ConfigureAwait(false) is { } change
                && await CompileCheck.IsFineAsync(document, change.Changed, cancellationToken).ConfigureAwait(false))
            {
                fine.Add(diagnostic);
            }
        }

        return fine.Count == 0 ? null : await maker(document, fine.ToImmutable(), cancellationToken).ConfigureAwait(false);
    };
}
