using System.Buffers;

namespace Picard.Gen.Generators.Tests;

/// <summary>Octets in several segments.</summary>
internal static class Pieces
{
    /// <summary>Two segments, cut at an offset.</summary>
    public static ReadOnlySequence<byte> Of(byte[] octets, int splitAt)
    {
        var first = new Piece(octets.AsMemory(0, splitAt), 0);
        var second = new Piece(octets.AsMemory(splitAt), splitAt);
        first.Link(second);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public void Link(Piece next) => Next = next;
    }
}
