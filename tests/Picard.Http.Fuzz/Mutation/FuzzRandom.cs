namespace Picard.Http.Fuzz;

/// <summary>
/// SplitMix64: small, fast, and the same on every version of .NET, so that a seed names the same inputs for ever.
/// </summary>
public struct FuzzRandom
{
    private ulong _state;

    /// <summary>The stream of one input: independent of the inputs before it, so that each can be made alone.</summary>
    public FuzzRandom(ulong seed, ulong index)
    {
        _state = seed * 0x9E3779B97F4A7C15;
        _state = NextUInt64() + (index * 0xD1B54A32D192ED03);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; 0 for a bound of 0.</summary>
    public int Next(int bound) => (int)((NextUInt64() >> 32) * (ulong)bound >> 32);
}
