namespace Picard.Gen.Generators;

/// <summary>
/// What the framework holds for one exchange at the most, part by part, in octets. The runtime's limits are written here a second time, because a generator cannot ask it; a test compares
/// what is emitted with the runtime's own.
/// </summary>
internal static class Bounds
{
    /// <summary>A slab of the transport.</summary>
    public const long SlabBytes = 8 * 1024;

    /// <summary>HttpLimits: the request line and the field section, and the rest of the last slab, which is kept with them.</summary>
    private const long HeadBytes = (8 * 1024) + (32 * 1024) + SlabBytes;

    /// <summary>HttpLimits: the trailer section, and the rest of the last slab.</summary>
    private const long TrailerBytes = (8 * 1024) + SlabBytes;

    /// <summary>HttpLimits: 100 field lines of a head and 32 of a trailer section, with 16 octets for each.</summary>
    private const long HeadLines = 100 * 16;
    private const long TrailerLines = 32 * 16;

    /// <summary>The limit of content that is collected, where nothing else is said.</summary>
    public const long DefaultContentBytes = 30_000_000;

    /// <summary>What waits for a client to take it, up to the high watermark, and one more write that is copied.</summary>
    public const long OutputBytes = (64 + 32) * 1024;

    /// <summary>As before, where octets are sent from the handler's memory: of these an abort leaves a copy of at most 64 KiB.</summary>
    public const long LendingOutputBytes = (64 + 64) * 1024;

    /// <summary>A block of the ring in which items wait for a slow client.</summary>
    private const long BlockBytes = 4 * 1024;

    /// <summary>The head, the trailers, and where their lines are.</summary>
    public static readonly long FieldBytes = InOneArray(HeadBytes) + InOneArray(TrailerBytes) + InOneArray(HeadLines) + InOneArray(TrailerLines);

    /// <summary>What is read and not consumed: a head that is not complete is held in slabs, of each of which at most 1 KiB is left unused, and content in one.</summary>
    public const long InputBytes = 8 * SlabBytes;

    /// <summary>Of content that is read item by item: one line, or one event, where it does not lie in one slab.</summary>
    public static readonly long ItemBytes = InOneArray(64 * 1024);

    /// <summary>Of content that is read part by part: the head of a part, and where its 16 lines are.</summary>
    public static readonly long PartBytes = InOneArray(16 * 1024) + InOneArray(16 * 16);

    /// <summary>Octets that are gathered in one rented array: its length is a power of two, and while it grows the one before it, of half the length, is there too.</summary>
    public static long InOneArray(long bytes)
    {
        var length = 16L;
        while (length < bytes)
        {
            length *= 2;
        }

        return length + (length / 2);
    }

    /// <summary>Items that wait for a slow client.</summary>
    public static long InTheRing(long maxBytes) => (maxBytes + BlockBytes - 1) / BlockBytes * BlockBytes;
}
