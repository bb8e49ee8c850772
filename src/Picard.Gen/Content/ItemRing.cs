using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;

namespace Picard.Gen;

/// <summary>Whole items that wait for a slow client, each with its length before it, in a ring of rented blocks. It holds the blocks that have something in them and no others.</summary>
/// <remarks>
/// Invariant: from <see cref="_head"/> on there is the rest of an item that was begun, of <see cref="_begunBytes"/>, and then whole items. Positions only grow; a position's place
/// is what is left of it modulo the size of the ring. Not synchronised.
/// </remarks>
internal struct ItemRing
{
    /// <summary>Octets of a block: the least that a slow client costs, and how much more than its limit a ring may take.</summary>
    public const int BlockBytes = 4 * 1024;

    /// <summary>Octets that an item takes besides its own.</summary>
    public const int LengthBytes = sizeof(int);

    private readonly byte[]?[] _blocks;
    private readonly long _ringBytes;
    private readonly int _maxBytes;
    private long _head;
    private long _tail;
    private int _begunBytes;

    /// <param name="maxBytes">Limit: of what is held, in octets.</param>
    public ItemRing(int maxBytes)
    {
        _maxBytes = maxBytes;
        _blocks = new byte[]?[((maxBytes - 1) / BlockBytes) + 1];
        _ringBytes = (long)_blocks.Length * BlockBytes;
    }

    /// <summary>Octets held, lengths included.</summary>
    public readonly long Bytes => _tail - _head;

    public readonly bool IsEmpty => _tail == _head;

    /// <summary>Octets of the blocks that are rented.</summary>
    public readonly long RentedBytes => (long)_blocks.Count(static block => block is not null) * BlockBytes;

    /// <summary>Adds an item.</summary>
    /// <returns>False: there is no room.</returns>
    public bool TryAdd(ReadOnlySpan<byte> item)
    {
        if (LengthBytes + (long)item.Length > _maxBytes - Bytes)
        {
            return false;
        }

        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, item.Length);
        Append(length);
        Append(item);
        return true;
    }

    /// <summary>Forgets the oldest item of which nothing was taken.</summary>
    /// <returns>False: there is none.</returns>
    public bool TryDropOldest()
    {
        if (Bytes == _begunBytes)
        {
            return false;
        }

        var dropped = LengthBytes + ReadLength(_head + _begunBytes);
        MoveBegun(dropped);
        Release(_head + dropped);
        return true;
    }

    /// <summary>The next octets of the oldest item, as far as they lie together; empty if there are none.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        while (_begunBytes == 0)
        {
            if (IsEmpty)
            {
                return default;
            }

            _begunBytes = ReadLength(_head);
            Release(_head + LengthBytes);
        }

        var at = PlaceOf(_head, out var block);
        return _blocks[block].AsSpan(at, Math.Min(BlockBytes - at, _begunBytes));
    }

    /// <summary>Forgets octets that <see cref="Peek"/> has shown.</summary>
    public void Take(int bytes)
    {
        Debug.Assert(bytes <= _begunBytes, "Only the item that was begun is taken.");
        _begunBytes -= bytes;
        Release(_head + bytes);
    }

    /// <summary>Forgets everything and gives the blocks back.</summary>
    public void Clear()
    {
        _begunBytes = 0;
        Release(_tail);
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var at = PlaceOf(_tail, out var block);
            var room = (_blocks[block] ??= ArrayPool<byte>.Shared.Rent(BlockBytes)).AsSpan(at, BlockBytes - at);
            var part = octets[..Math.Min(room.Length, octets.Length)];
            part.CopyTo(room);
            _tail += part.Length;
            octets = octets[part.Length..];
        }
    }

    private readonly int ReadLength(long position)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        for (var i = 0; i < LengthBytes; i++)
        {
            var at = PlaceOf(position + i, out var block);
            length[i] = _blocks[block]![at];
        }

        return BinaryPrimitives.ReadInt32LittleEndian(length);
    }

    /// <summary>Moves the rest of the item that was begun towards the tail, over one that is dropped: from its end on, so that nothing is overwritten before it is read.</summary>
    private readonly void MoveBegun(int by)
    {
        for (var left = _begunBytes; left > 0;)
        {
            var fromEnd = PlaceOf(_head + left - 1, out var fromBlock) + 1;
            var toEnd = PlaceOf(_head + by + left - 1, out var toBlock) + 1;
            var bytes = Math.Min(left, Math.Min(fromEnd, toEnd));
            _blocks[fromBlock].AsSpan(fromEnd - bytes, bytes).CopyTo(_blocks[toBlock].AsSpan(toEnd - bytes, bytes));
            left -= bytes;
        }
    }

    /// <summary>Moves the head, and gives the blocks back that nothing is left in.</summary>
    private void Release(long head)
    {
        while (_head < head)
        {
            var start = _head - (_head % BlockBytes);
            _head = Math.Min(head, start + BlockBytes);

            // The tail may have come round into the block that the head leaves.
            if (_head == start + BlockBytes && _tail <= start + _ringBytes)
            {
                Return(start);
            }
        }

        if (IsEmpty)
        {
            Return(_head);
        }
    }

    private readonly void Return(long position)
    {
        _ = PlaceOf(position, out var block);
        if (_blocks[block] is { } rented)
        {
            _blocks[block] = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private readonly int PlaceOf(long position, out int block)
    {
        var place = (int)(position % _ringBytes);
        block = place / BlockBytes;
        return place % BlockBytes;
    }
}
