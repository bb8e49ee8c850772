namespace Picard.Http;

/// <summary>Percent-encoded text (RFC 3986 §2.1) and its octets.</summary>
public static class PercentEncoding
{
    /// <summary>Whether decoding changes anything in a query value: there, '+' stands for a space as HTML forms write it.</summary>
    /// <param name="text">The encoded text.</param>
    public static bool IsEncodedInQuery(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)'%', (byte)'+') >= 0;

    /// <summary>Decodes once: what decodes to '%' is not looked at again.</summary>
    /// <param name="text">The encoded text.</param>
    /// <param name="plus">What a '+' stands for.</param>
    /// <param name="destination">At least as long as the text; may be the same memory.</param>
    /// <param name="written">How many octets were written.</param>
    /// <returns>False if a '%' is not followed by two hexadecimal digits.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, byte plus, Span<byte> destination, out int written)
    {
        written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet == '%')
            {
                if (!TryDecodeOctet(text[i..], out octet))
                {
                    return false;
                }

                i += 2;
            }
            else if (octet == '+')
            {
                octet = plus;
            }

            destination[written++] = octet;
        }

        return true;
    }

    /// <summary>Whether an encoded text of a query decodes to <paramref name="plain"/>.</summary>
    /// <param name="text">The encoded text.</param>
    /// <param name="plain">The octets.</param>
    /// <returns>False also if a '%' is not followed by two hexadecimal digits.</returns>
    public static bool DecodesTo(ReadOnlySpan<byte> text, ReadOnlySpan<byte> plain)
    {
        var at = 0;
        for (var i = 0; i < text.Length; i++, at++)
        {
            var octet = text[i] == '+' ? (byte)' ' : text[i];
            if (octet == '%')
            {
                if (!TryDecodeOctet(text[i..], out octet))
                {
                    return false;
                }

                i += 2;
            }

            if (at >= plain.Length || plain[at] != octet)
            {
                return false;
            }
        }

        return at == plain.Length;
    }

    /// <summary>Reads the three octets <c>%XX</c> at the beginning of a text.</summary>
    /// <param name="text">The encoded text.</param>
    /// <param name="octet">What they stand for.</param>
    /// <returns>False if the second and the third are no hexadecimal digits.</returns>
    public static bool TryDecodeOctet(ReadOnlySpan<byte> text, out byte octet)
    {
        octet = 0;
        if (text.Length < 3)
        {
            return false;
        }

        var high = Digit(text[1]);
        var low = Digit(text[2]);
        octet = (byte)((high << 4) | low);
        return (high | low) >= 0;
    }

    private static int Digit(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        _ => -1,
    };
}
