namespace Picard.Benchmarks;

/// <summary>What a peer needs divided by what we need; above 1: we need less.</summary>
/// <param name="Median">The median over rounds.</param>
/// <param name="Lowest">The lowest of a round.</param>
/// <param name="Highest">The highest of a round.</param>
internal sealed record Ratio(double Median, double Lowest, double Highest)
{
    /// <summary>Divides round by round, so that a drift of the machine that both felt cancels out.</summary>
    /// <returns>The ratio, or null where there is nothing to compare.</returns>
    public static Ratio? Of(IReadOnlyList<double> theirs, IReadOnlyList<double> ours)
    {
        var ratios = theirs.Zip(ours, static (their, our) => their / our).ToArray();
        return ratios.Length == 0 ? null : new Ratio(Statistics.Median(ratios), ratios.Min(), ratios.Max());
    }
}
