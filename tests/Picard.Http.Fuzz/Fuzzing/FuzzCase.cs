namespace Picard.Http.Fuzz;

/// <summary>One mutated input, and everything that is needed to run it again.</summary>
/// <param name="Side">Who speaks.</param>
/// <param name="Limits">Which limits hold.</param>
/// <param name="Ending">What the peer does after its last octet.</param>
/// <param name="Octets">What it sends.</param>
public sealed record FuzzCase(FuzzSide Side, FuzzLimits Limits, PeerEnd Ending, ReadOnlyMemory<byte> Octets)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static FuzzCase Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 4 || !Enum.TryParse<FuzzSide>(parts[0], out var side) || !Enum.TryParse<FuzzLimits>(parts[1], out var limits) || !Enum.TryParse<PeerEnd>(parts[2], out var ending))
        {
            throw new FormatException("A case is SIDE:LIMITS:ENDING:BASE64, as printed by a run that failed.");
        }

        return new FuzzCase(side, limits, ending, Convert.FromBase64String(parts[3]));
    }

    /// <summary>One word that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{Side}:{Limits}:{Ending}:{Convert.ToBase64String(Octets.Span)}";
}
