using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers;

/// <summary>A part of a body: what runs while a lock is held, or at each turn of a loop.</summary>
/// <param name="Tree">Where it stands.</param>
/// <param name="Span">From the first operation in it to the last.</param>
internal readonly record struct CodeRegion(SyntaxTree Tree, TextSpan Span)
{
    public bool Contains(IOperation operation) => operation.Syntax.SyntaxTree == Tree && Span.Contains(operation.Syntax.SpanStart);
}
