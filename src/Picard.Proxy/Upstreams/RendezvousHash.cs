namespace Picard.Proxy;

/// <summary>Rendezvous hashing (Thaler and Ravishankar, 1998): each destination has a score for each key, and the highest has it. So a destination that leaves takes its own keys alone with it, and no ring need be kept.</summary>
/// <remarks>No hash here is seeded: several proxies, and one that was started anew, agree.</remarks>
internal static class RendezvousHash
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The hash of a key: FNV-1a, well mixed.</summary>
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        var hash = FnvOffset;
        foreach (var octet in key)
        {
            hash = (hash ^ octet) * FnvPrime;
        }

        return Mixed(hash);
    }

    /// <summary>The score of a destination for a key.</summary>
    /// <param name="key">The hash of the key.</param>
    /// <param name="destination">The hash of the destination.</param>
    public static ulong Score(ulong key, ulong destination) => Mixed(key ^ destination);

    // The finalizer of splitmix64: each bit of the input changes each bit of the output with a probability of about a half.
    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
