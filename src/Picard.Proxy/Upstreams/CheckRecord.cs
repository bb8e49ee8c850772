namespace Picard.Proxy;

/// <summary>What the proxy's own checks of a destination came to. Changed under the gate of its set.</summary>
internal struct CheckRecord
{
    // Checks in a row that were against what is held of the destination.
    private int _contrary;

    public bool IsFailing { get; private set; }

    /// <summary>Notes a check.</summary>
    /// <returns>Whether the destination is held for the contrary now.</returns>
    public bool Note(HealthCheckOptions options, CheckResult result)
    {
        if (IsFailing != (result == CheckResult.Passed))
        {
            _contrary = 0;
            return false;
        }

        if (++_contrary < (IsFailing ? options.HealthyThreshold : options.UnhealthyThreshold))
        {
            return false;
        }

        (_contrary, IsFailing) = (0, !IsFailing);
        return true;
    }
}
