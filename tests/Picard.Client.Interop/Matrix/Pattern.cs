using System.Buffers;

namespace Picard.Client.Interop;

/// <summary>Content that shows where an octet is missing, doubled or out of place: octet i is i modulo 251, a prime that no buffer's size is a multiple of.</summary>
internal static class Pattern
{
    private const int Period = 251;

    private static readonly byte[] s_expected = Of(Period * 64);

    public static byte[] Of(int bytes)
    {
        var octets = new byte[bytes];
        for (var i = 0; i < bytes; i++)
        {
            octets[i] = (byte)(i % Period);
        }

        return octets;
    }

    /// <summary>Compares the next piece.</summary>
    /// <returns>Where the piece after it begins.</returns>
    public static long Compare(in ReadOnlySequence<byte> piece, long offset)
    {
        foreach (var octets in piece)
        {
            for (var rest = octets.Span; !rest.IsEmpty;)
            {
                var expected = s_expected.AsSpan((int)(offset % Period));
                expected = expected[..Math.Min(expected.Length, rest.Length)];
                var same = rest.CommonPrefixLength(expected);
                if (same < expected.Length)
                {
                    throw new InvalidDataException($"octet {offset + same} of the content is {rest[same]}");
                }

                rest = rest[same..];
                offset += same;
            }
        }

        return offset;
    }
}
