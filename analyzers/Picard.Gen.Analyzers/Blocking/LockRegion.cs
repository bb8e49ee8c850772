using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers;

/// <summary>What runs while a lock is held.</summary>
/// <param name="Tree">Where it stands.</param>
/// <param name="Span">From the first operation under the lock to the last.</param>
internal readonly record struct LockRegion(SyntaxTree Tree, TextSpan Span)
{
    public bool Contains(IOperation operation) => operation.Syntax.SyntaxTree == Tree && Span.Contains(operation.Syntax.SpanStart);
}
