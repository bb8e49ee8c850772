using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Picard.Http;

/// <summary>Looks at field lines a block of 32 octets at a time: where the colons are, and where the line ends. Bit n is octet n of the block.</summary>
internal static class FieldLineScanner
{
    public const int BlockBytes = 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Block(ReadOnlySpan<byte> octets, int start) => Vector256.Create(octets.Slice(start, BlockBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Colons(Vector256<byte> block) => Vector256.Equals(block, Vector256.Create((byte)':')).ExtractMostSignificantBits();

    /// <summary>
    /// What ends or spoils a value are the controls but HTAB (RFC 9110 §5.5). One comparison finds them, and with them HTAB and obs-text,
    /// which are rare: as a signed octet and after 0x01 is added, all others are 0x21 or more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PossibleEnds(Vector256<byte> block) => MarkPossibleEnds(block).ExtractMostSignificantBits();

    /// <summary>The first possible end, or -1.</summary>
    /// <param name="octets">A block or more.</param>
    /// <param name="start">Where to begin. Of the block before it no octet is one.</param>
    public static int IndexOfPossibleEnd(ReadOnlySpan<byte> octets, int start)
    {
        // Long values, cookies above all, are passed two blocks at a time. Measured: 'parser' of tests/Picard.Benchmarks.
        var at = start;
        while (at <= octets.Length - (2 * BlockBytes) && (MarkPossibleEnds(Block(octets, at)) | MarkPossibleEnds(Block(octets, at + BlockBytes))) == default)
        {
            at += 2 * BlockBytes;
        }

        for (; at < octets.Length; at += BlockBytes)
        {
            // The last block reaches back over octets that have been looked at.
            at = Math.Min(at, octets.Length - BlockBytes);
            var ends = PossibleEnds(Block(octets, at));
            if (ends != 0)
            {
                return at + BitOperations.TrailingZeroCount(ends);
            }
        }

        return -1;
    }

    /// <summary>From a possible end on, the first octet that ends or spoils a value, or -1.</summary>
    public static int IndexOfEnd(ReadOnlySpan<byte> octets, int possibleEnd)
    {
        var end = possibleEnd < 0 ? -1 : Grammar.IndexOfNonFieldValue(octets[possibleEnd..]);
        return end < 0 ? -1 : possibleEnd + end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> MarkPossibleEnds(Vector256<byte> block) =>
        Vector256.LessThan((block + Vector256<byte>.One).AsSByte(), Vector256.Create((sbyte)0x21));
}
