using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What a value has to do with loans.</summary>
/// <param name="Loans">Of which loans it is made, a bit each.</param>
/// <param name="Position">For a position or a sequence.</param>
/// <param name="Key">Which reader, writer or pipe it is, or will be read from.</param>
/// <param name="Pending">The call whose task this is, while nothing has waited for it.</param>
/// <param name="Place">Where it was put into a variable.</param>
internal readonly record struct Lent(ulong Loans, Position Position = Position.Unknown, string? Key = null, SyntaxNode? Pending = null, SyntaxNode? Place = null)
{
    public bool IsNothing => Loans == 0 && Position == Position.Unknown && Key is null && Pending is null;

    public Lent With(Lent other) => new(Loans | other.Loans, Position == other.Position ? Position : Position.Unknown, Key ?? other.Key, Pending ?? other.Pending, Place);
}
