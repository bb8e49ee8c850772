using System.Buffers;

namespace Picard.Client.Interop;

/// <summary>Content that shows where an octet is missing, doubled or out of place: octet i is i modulo 251, a prime that no buffer's size is a multiple of.</summary>
internal static class Pattern
{
    public static byte[] Of(int bytes)
    {
        var octets = new byte[bytes];
        for (var i = 0; i < bytes; i++)
        {
            octets[i] = (byte)(i % 251);
        }

        return octets;
    }

    /// <summary>Compares the next piece.</summary>
    /// <returns>Where the piece after it begins.</returns>
    public static long Compare(in ReadOnlySequence<byte> piece, long offset)
    {
        foreach (var octets in piece)
        {
            foreach (var octet in octets.Span)
            {
                Require.That(octet == (byte)(offset % 251), $"octet {offset} of the content is {octet}");
                offset++;
            }
        }

        return offset;
    }
}
