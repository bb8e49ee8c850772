using System.Buffers;
using System.Diagnostics;

namespace Picard.Server;

/// <summary>Gathers the content of one request that arrives in pieces, in one rented array that grows as octets come, never ahead of them.</summary>
/// <remarks>One array, because handlers ask for contiguous memory, and because an array has no cost per piece: a client that sends single octets gains nothing.</remarks>
internal struct ContentCollector
{
    // Two slabs of the transport: content that did not come with its head seldom fits less.
    private const int FirstBytes = 16 * 1024;

    private byte[]? _array;
    private int _length;

    /// <summary>Octets gathered so far.</summary>
    public readonly int Length => _length;

    /// <summary>What was gathered. Valid until <see cref="Release"/>.</summary>
    public readonly ReadOnlySequence<byte> Content => _array is null ? ReadOnlySequence<byte>.Empty : new(_array, 0, _length);

    /// <summary>Appends a piece.</summary>
    /// <param name="piece">The octets.</param>
    /// <param name="expectedBytes">How many octets there will be in all, as far as is known: the array is never made larger.</param>
    public void Append(in ReadOnlySequence<byte> piece, long expectedBytes)
    {
        var length = checked(_length + (int)piece.Length);
        Debug.Assert(length <= expectedBytes, "The driver refuses content beyond its limit before it is gathered.");
        if (_array is null || length > _array.Length)
        {
            Grow(length, expectedBytes);
        }

        piece.CopyTo(_array.AsSpan(_length));
        _length = length;
    }

    /// <summary>Gives the array back.</summary>
    public void Release()
    {
        if (_array is { } array)
        {
            this = default;
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Grow(int length, long expectedBytes)
    {
        // Doubling, so that n octets are copied at most twice; capped by what is expected, so that the last step does not overshoot.
        var doubled = Math.Max(FirstBytes, 2L * (_array?.Length ?? 0));
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(length, Math.Min(doubled, Math.Min(expectedBytes, Array.MaxLength))));
        if (_array is { } smaller)
        {
            smaller.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(smaller);
        }

        _array = larger;
    }
}
