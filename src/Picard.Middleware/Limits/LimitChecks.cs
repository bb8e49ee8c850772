namespace Picard;

/// <summary>What the options of both limits have in common.</summary>
internal static class LimitChecks
{
    // Limit: a table of a million keys has some two hundred megabytes.
    private const int MostPartitions = 1_000_000;

    /// <exception cref="ArgumentException">It names the option that is wrong.</exception>
    public static void Check(string options, LimitKey key, int maxPartitions, int maxWaiting, TimeProvider time)
    {
        if (key is null || time is null)
        {
            throw new ArgumentException($"{options}.{(key is null ? "Key" : "TimeProvider")} is null.", nameof(options));
        }

        if (maxPartitions is < 1 or > MostPartitions)
        {
            throw new ArgumentException($"{options}.MaxPartitions is {maxPartitions}: it must be from 1 to {MostPartitions}.", nameof(options));
        }

        if (maxWaiting < 0)
        {
            throw new ArgumentException($"{options}.MaxWaiting is {maxWaiting}: it must not be negative.", nameof(options));
        }
    }
}
