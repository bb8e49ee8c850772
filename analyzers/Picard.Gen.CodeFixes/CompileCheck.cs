using Microsoft.CodeAnalysis;

namespace Picard.Gen.CodeFixes;

/// <summary>Whether a changed document compiles as well as before: a fix that breaks the build is none.</summary>
internal static class CompileCheck
{
    public static async Task<bool> IsFineAsync(Document original, Document changed, CancellationToken cancellationToken) =>
        await ErrorsInAsync(changed, cancellationToken).ConfigureAwait(false) <= await ErrorsInAsync(original, cancellationToken).ConfigureAwait(false);

    private static async Task<int> ErrorsInAsync(Document document, CancellationToken cancellationToken) =>
        await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? model.GetDiagnostics(cancellationToken: cancellationToken).Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : 0;
}
