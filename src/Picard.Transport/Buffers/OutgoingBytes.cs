using System.Diagnostics;

namespace Picard.Transport;

/// <summary>The bytes that are written and not yet sent: a chain of slabs, then perhaps the caller's own memory. Empty, it holds no slab.</summary>
/// <remarks>Used by one thread at a time: the writer's operation state says which.</remarks>
internal struct OutgoingBytes(SlabPool pool)
{
    private readonly SlabPool _pool = pool;
    private Slab? _tail;
    private long _totalSentBytes;
    private bool _granted;

    /// <summary>The first slab. If there are bytes in slabs it has some; slabs behind it may be empty.</summary>
    public Slab? Head { get; private set; }

    /// <summary>Memory of a caller whose write waits; sent after the slabs.</summary>
    public ReadOnlyMemory<byte> External { get; private set; }

    /// <summary>Bytes in slabs.</summary>
    public long SlabbedBytes { get; private set; }

    /// <summary>Bytes that were sent since the beginning. May be read from any thread.</summary>
    public readonly long TotalSentBytes => Volatile.Read(in _totalSentBytes);

    public readonly long Length => SlabbedBytes + External.Length;

    public readonly bool IsEmpty => SlabbedBytes == 0 && External.IsEmpty;

    /// <summary>A slab whose free part is at least <paramref name="sizeHint"/> bytes, and at least one.</summary>
    public Slab Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        Debug.Assert(External.IsEmpty);
        if (_tail is { } tail && tail.FreeBytes >= Math.Max(sizeHint, 1))
        {
            _granted = true;
            return tail;
        }

        if (Head is { Length: 0 } && Head == _tail) { ReleaseHead(); }
        var slab = sizeHint > _pool.SlabBytes ? _pool.RentOversized(sizeHint) : _pool.Rent();
        _granted = true;
        if (_tail is null) { Head = slab; }
        else { _tail.Append(slab); }
        _tail = slab;
        return slab;
    }

    public void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _granted ? _tail!.FreeBytes : 0);
        if (bytes == 0) { return; }
        _tail!.Grow(bytes);
        SlabbedBytes += bytes;
    }

    public void Copy(ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            var free = Reserve(1).FreeSpan;
            var bytes = Math.Min(free.Length, source.Length);
            source[..bytes].CopyTo(free);
            Advance(bytes);
            source = source[bytes..];
        }
    }

    /// <summary>Appends the caller's memory without copying. Nothing may be written until it is sent, or kept by <see cref="KeepExternal"/>.</summary>
    public void Lend(ReadOnlyMemory<byte> memory)
    {
        Debug.Assert(External.IsEmpty);
        External = memory;
    }

    /// <summary>The caller takes its memory back: what of it is not sent is copied, so that the stream has no hole.</summary>
    public void KeepExternal()
    {
        var rest = External;
        External = default;
        Copy(rest.Span);
    }

    /// <summary>Forgets bytes that were sent; slabs go back as they empty.</summary>
    public void Sent(long bytes)
    {
        Debug.Assert(bytes >= 0 && bytes <= Length);
        Volatile.Write(ref _totalSentBytes, _totalSentBytes + bytes);
        while (bytes > 0 && SlabbedBytes > 0)
        {
            var part = (int)Math.Min(bytes, Head!.Length);
            Head.Skip(part);
            SlabbedBytes -= part;
            bytes -= part;
            // A slab that was granted and never written to may follow.
            while (Head is { Length: 0 } && SlabbedBytes > 0) { ReleaseHead(); }
        }

        if (bytes > 0) { External = External[(int)bytes..]; }
        if (SlabbedBytes == 0) { ReleaseSlabs(); }
    }

    /// <summary>Moves bytes from the front into <paramref name="destination"/>.</summary>
    /// <returns>How many.</returns>
    public int MoveTo(Span<byte> destination)
    {
        var moved = 0;
        while (moved < destination.Length && !IsEmpty)
        {
            var source = SlabbedBytes > 0 ? Head!.UsedSpan : External.Span;
            var bytes = Math.Min(source.Length, destination.Length - moved);
            source[..bytes].CopyTo(destination[moved..]);
            moved += bytes;
            Sent(bytes);
        }

        return moved;
    }

    public void Release()
    {
        External = default;
        ReleaseSlabs();
        SlabbedBytes = 0;
    }

    private void ReleaseSlabs()
    {
        while (Head is not null) { ReleaseHead(); }
    }

    private void ReleaseHead()
    {
        var slab = Head!;
        Head = slab.NextSlab;
        if (Head is null)
        {
            _tail = null;
            _granted = false;
        }

        _pool.Return(slab);
    }
}
