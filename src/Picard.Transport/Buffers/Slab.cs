using System.Buffers;
using System.Diagnostics;

namespace Picard.Transport;

/// <summary>One block of memory and its place in a chain. Bytes from <see cref="Start"/> to <see cref="End"/> are in use; a chain of slabs is a sequence without copying.</summary>
internal sealed class Slab(byte[] bytes) : ReadOnlySequenceSegment<byte>
{
    private readonly byte[] _bytes = bytes;

    public int Capacity => _bytes.Length;
    public byte[] Bytes => _bytes;
    public int Start { get; private set; }
    public int End { get; private set; }
    public int Length => End - Start;
    public int FreeBytes => _bytes.Length - End;
    public Slab? NextSlab { get; private set; }

    public Memory<byte> FreeMemory => _bytes.AsMemory(End);
    public Span<byte> FreeSpan => _bytes.AsSpan(End);
    public ReadOnlySpan<byte> UsedSpan => _bytes.AsSpan(Start, Length);

    /// <summary>Bytes were written behind <see cref="End"/>.</summary>
    public void Grow(int bytes)
    {
        Debug.Assert(bytes >= 0 && bytes <= FreeBytes);
        End += bytes;
        // The segment starts at the array's start, so that an index in a SequencePosition is an index in the array and stays true while the slab fills.
        Memory = _bytes.AsMemory(0, End);
    }

    /// <summary>Bytes before the new start are no longer needed.</summary>
    public void Skip(int bytes)
    {
        Debug.Assert(bytes >= 0 && bytes <= Length);
        Start += bytes;
    }

    public void Append(Slab next)
    {
        Debug.Assert(NextSlab is null && next.NextSlab is null);
        NextSlab = next;
        Next = next;
        next.RunningIndex = RunningIndex + End;
    }

    /// <summary>Leaves the chain behind: the slab stands alone.</summary>
    public void Unlink()
    {
        NextSlab = null;
        Next = null;
        RunningIndex = 0;
    }

    public void Clear()
    {
        Unlink();
        Start = 0;
        End = 0;
        Memory = default;
    }

    public void LinkIdle(Slab? next) => NextSlab = next;
}
