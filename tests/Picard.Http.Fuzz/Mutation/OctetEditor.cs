namespace Picard.Http.Fuzz;

/// <summary>Octets under the knife: an array that grows up to a limit, so that mutations can pile up.</summary>
public sealed class OctetEditor
{
    // Limit: longer inputs show nothing that this does not, and take longer. It is above the small limits that the fuzzer parses with.
    private const int MaxOctets = 8 * 1024;

    private readonly byte[] _octets = new byte[MaxOctets];

    /// <summary>How many octets there are.</summary>
    public int Length { get; private set; }

    /// <summary>The octets.</summary>
    public Span<byte> Octets => _octets.AsSpan(0, Length);

    /// <summary>Starts again with other octets.</summary>
    public void Set(ReadOnlySpan<byte> octets)
    {
        Length = 0;
        Insert(0, octets);
    }

    /// <summary>Inserts as much as there is room for.</summary>
    public void Insert(int at, ReadOnlySpan<byte> octets)
    {
        octets = octets[..Math.Min(octets.Length, MaxOctets - Length)];
        _octets.AsSpan(at, Length - at).CopyTo(_octets.AsSpan(at + octets.Length));
        octets.CopyTo(_octets.AsSpan(at));
        Length += octets.Length;
    }

    /// <summary>Inserts a part of the octets themselves.</summary>
    public void Repeat(int start, int length, int at)
    {
        Span<byte> part = stackalloc byte[Math.Min(length, 512)];
        _octets.AsSpan(start, part.Length).CopyTo(part);
        Insert(at, part);
    }

    /// <summary>Takes octets out.</summary>
    public void Remove(int at, int count)
    {
        _octets.AsSpan(at + count, Length - at - count).CopyTo(_octets.AsSpan(at));
        Length -= count;
    }

    /// <summary>Cuts the end off.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    /// <summary>Where a line begins: some line, chosen by <paramref name="random"/>. The end of the octets counts as a line.</summary>
    public int LineStart(ref FuzzRandom random)
    {
        var from = random.Next(Length + 1);
        var next = Octets[from..].IndexOf((byte)'\n');
        return next < 0 ? Length : from + next + 1;
    }

    /// <summary>Where the line that begins at <paramref name="start"/> ends, its line end included.</summary>
    public int LineEnd(int start)
    {
        var next = Octets[start..].IndexOf((byte)'\n');
        return next < 0 ? Length : start + next + 1;
    }
}
