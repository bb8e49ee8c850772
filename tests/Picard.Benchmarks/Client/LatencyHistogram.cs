using System.Numerics;

namespace Picard.Benchmarks;

/// <summary>Counts durations without allocating: 32 steps for each doubling, so that a quantile is within 3 % of the truth.</summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[64 * Steps];

    /// <summary>How many were counted.</summary>
    public long Count { get; private set; }

    /// <summary>Counts a duration.</summary>
    /// <param name="nanoseconds">How long.</param>
    public void Record(long nanoseconds)
    {
        _counts[IndexOf(nanoseconds)]++;
        Count++;
    }

    /// <summary>Counts what another has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The duration that a share of all does not exceed; 0 if there are none.</summary>
    public double QuantileMicroseconds(double share)
    {
        long below = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            below += _counts[i];
            if (below > 0 && below >= share * Count)
            {
                return LowerEnd(i) / 1000.0;
            }
        }

        return 0;
    }

    private static int IndexOf(long nanoseconds)
    {
        var value = (ulong)Math.Max(nanoseconds, 0);
        if (value < Steps)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2(value) - StepBits;
        return ((shift + 1) << StepBits) + (int)((value >> shift) - Steps);
    }

    private static ulong LowerEnd(int index) => index < Steps ? (ulong)index : (ulong)(Steps + (index & (Steps - 1))) << ((index >> StepBits) - 1);
}
