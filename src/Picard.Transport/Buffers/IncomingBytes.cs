using System.Buffers;
using System.Diagnostics;

namespace Picard.Transport;

/// <summary>The bytes that have arrived and are not consumed: a chain of slabs, seen by the reader's user as one sequence. Empty, it holds no slab.</summary>
/// <remarks>Invariant: only the first slab may start behind its array's start, and only the last may grow; so positions of a sequence stay true while bytes arrive.
/// Used by one thread at a time: the reader's operation state says which.</remarks>
internal struct IncomingBytes(SlabPool pool)
{
    // A receive into less than this costs a system call for few bytes: a fresh slab is taken instead. 1 KiB of 8 KiB is the most that is left unused.
    private const int MinReceiveBytes = 1024;

    private readonly SlabPool _pool = pool;
    private Slab? _head;
    private Slab? _tail;

    // The last receive has filled its slab, so the peer sends faster than slabs are emptied: a large one takes more in one system call.
    private bool _isBulk;

    /// <summary>Bytes behind the position that the reader's user has examined: while there are some, a read need not wait.</summary>
    public long UnexaminedBytes { get; private set; }

    public readonly ReadOnlySequence<byte> Sequence => _head is null ? default : new ReadOnlySequence<byte>(_head, _head.Start, _tail!, _tail!.End);

    /// <summary>Whether <see cref="ReserveLarge"/> is worth its memory now: for who takes all that comes, so that at most one is held.</summary>
    public readonly bool WantsLarge => _isBulk && _head is null;

    /// <summary>The slab to receive into. It goes to <see cref="Received"/> or <see cref="Unused"/>.</summary>
    public readonly Slab Reserve() => _tail is { } tail && tail.FreeBytes >= Math.Min(MinReceiveBytes, _pool.SlabBytes / 4) ? tail : _pool.Rent();

    /// <summary>As <see cref="Reserve"/>, a slab of <see cref="SlabPool.LargeFactor"/> times the length.</summary>
    public readonly Slab ReserveLarge() => _pool.RentLarge();

    public void Received(Slab slab, int bytes)
    {
        if (slab != _tail) { Link(slab); }
        slab.Grow(bytes);
        UnexaminedBytes += bytes;
        _isBulk = slab.FreeBytes == 0 || (_isBulk && bytes >= _pool.SlabBytes);
    }

    public readonly void Unused(Slab slab)
    {
        if (slab != _tail) { _pool.Return(slab); }
    }

    /// <summary>Hands everything to another buffer: slab by slab, or copied where it fits behind what is there, so that small pieces do not hold a slab each.</summary>
    public void MoveTo(ref IncomingBytes destination)
    {
        while (_head is { } slab)
        {
            Debug.Assert(slab.Start == 0);
            if (destination._tail is { } tail && tail.FreeBytes >= slab.Length)
            {
                slab.UsedSpan.CopyTo(tail.FreeSpan);
                destination.Received(tail, slab.Length);
                ReleaseHead();
                continue;
            }

            UnlinkHead();
            destination.Link(slab);
            destination.UnexaminedBytes += slab.Length;
        }

        UnexaminedBytes = 0;
    }

    /// <summary>Forgets the bytes before <paramref name="consumed"/>; those behind <paramref name="examined"/> satisfy the next read.</summary>
    /// <exception cref="InvalidOperationException">The positions are not in this sequence, or in the wrong order.</exception>
    public void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_head is null)
        {
            if (consumed.GetObject() is Slab || examined.GetObject() is Slab) { throw ForeignPosition(); }
            return;
        }

        var (consumedSlab, consumedIndex) = Find(consumed);
        var (examinedSlab, examinedIndex) = Find(examined);
        var examinedAt = examinedSlab.RunningIndex + examinedIndex;
        if (consumedSlab.RunningIndex + consumedIndex > examinedAt)
        {
            throw new InvalidOperationException("The examined position must not be before the consumed position.");
        }

        UnexaminedBytes = _tail!.RunningIndex + _tail.End - examinedAt;
        while (_head != consumedSlab) { ReleaseHead(); }
        _head!.Skip(consumedIndex - _head.Start);
        if (_head.Length == 0) { ReleaseHead(); }
    }

    public void Release()
    {
        while (_head is not null) { ReleaseHead(); }
        UnexaminedBytes = 0;
    }

    private void Link(Slab slab)
    {
        if (_tail is null) { _head = slab; }
        else { _tail.Append(slab); }
        _tail = slab;
    }

    private void ReleaseHead() => _pool.Return(UnlinkHead());

    private Slab UnlinkHead()
    {
        var slab = _head!;
        _head = slab.NextSlab;
        if (_head is null) { _tail = null; }
        slab.Unlink();
        return slab;
    }

    private readonly (Slab Slab, int Index) Find(SequencePosition position)
    {
        // A default position is the start of what is there: what an empty sequence and a default sequence hand out.
        if (position.GetObject() is not { } wanted) { return (_head!, _head!.Start); }
        var index = position.GetInteger();
        for (var slab = _head; slab is not null; slab = slab.NextSlab)
        {
            if (slab != wanted) { continue; }
            return index >= slab.Start && index <= slab.End ? (slab, index) : throw ForeignPosition();
        }

        throw ForeignPosition();
    }

    private static InvalidOperationException ForeignPosition() => new("The position is not in the buffer of the last read.");
}
