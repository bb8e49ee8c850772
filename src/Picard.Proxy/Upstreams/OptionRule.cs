namespace Picard.Proxy;

/// <summary>What several options have in common; each throws an <see cref="OptionException"/> that names the option.</summary>
internal static class OptionRule
{
    // Limit: what is longer overflows sums of milliseconds nowhere, but is no time that anybody waits for.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public static void AtLeast(int value, int least, string type, string option)
    {
        if (value < least)
        {
            throw new OptionException($"{type}.{option} is {value}; it must be at least {least}.");
        }
    }

    /// <summary>A share of 0 to 1.</summary>
    public static void Share(double value, string type, string option)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new OptionException($"{type}.{option} is {value}; it must be a share, 0 to 1.");
        }
    }

    /// <summary>At least a millisecond, at most a day.</summary>
    public static void Positive(TimeSpan value, string type, string option)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > s_longest)
        {
            throw new OptionException($"{type}.{option} is {value}; it must be at least a millisecond and at most a day.");
        }
    }
}
