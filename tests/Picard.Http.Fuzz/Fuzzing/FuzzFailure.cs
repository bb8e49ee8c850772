namespace Picard.Http.Fuzz;

/// <summary>An input for which a property does not hold.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Index">Which of its inputs.</param>
/// <param name="Case">The input.</param>
/// <param name="Reason">Which property, and what was seen.</param>
public sealed record FuzzFailure(ulong Seed, long Index, FuzzCase Case, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"seed {Seed}, input {Index}: {WireText.Escape(Case.Octets.Span)}\n{Reason}\nagain: dotnet run -c Release --project tests/Picard.Http.Fuzz -- --replay {Case}";
}
