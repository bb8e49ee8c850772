using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Something that a method has for a while only.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it is taken.</param>
/// <param name="Key">From which reader, writer or pipe; null: not known.</param>
internal sealed record Loan(LoanKind Kind, SyntaxNode Place, string? Key);
