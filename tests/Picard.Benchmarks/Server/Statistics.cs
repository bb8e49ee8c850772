namespace Picard.Benchmarks;

/// <summary>What many figures come to.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The value that a share of the values does not exceed, between two of them in proportion; 0 for no values.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            return 0;
        }

        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return sorted[below] + ((sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]) * (place - below));
    }

    /// <summary>Whether the last <paramref name="count"/> figures lie within a share of the least of them.</summary>
    public static bool IsSteady(IReadOnlyList<double> figures, int count, double share)
    {
        if (figures.Count < count)
        {
            return false;
        }

        var last = figures.Skip(figures.Count - count).ToArray();
        return last.Max() - last.Min() <= share * last.Min();
    }
}
