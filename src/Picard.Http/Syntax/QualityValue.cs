namespace Picard.Http;

/// <summary>The weight of an element in fields such as Accept and Accept-Encoding (RFC 9110 §12.4.2).</summary>
public static class QualityValue
{
    /// <summary>The weight of an element that has none: 1, in thousandths.</summary>
    public const int Full = 1000;

    /// <summary>Reads a parameter such as <c>q=0.5</c>.</summary>
    /// <param name="parameter">The parameter, without white space around it.</param>
    /// <param name="thousandths">The weight, 0 to 1000. One that is malformed is no wish at all: 0.</param>
    /// <returns>False: it is another parameter.</returns>
    public static bool TryRead(ReadOnlySpan<byte> parameter, out int thousandths)
    {
        var isWeight = parameter.StartsWith("q="u8) || parameter.StartsWith("Q="u8);
        thousandths = isWeight ? Thousandths(parameter[2..]) : Full;
        return isWeight;
    }

    private static int Thousandths(ReadOnlySpan<byte> number)
    {
        if (number.IsEmpty || number[0] is not ((byte)'0' or (byte)'1') || number.Length > 5 || (number.Length > 1 && number[1] != '.'))
        {
            return 0;
        }

        var (value, unit) = ((number[0] - '0') * Full, Full);
        foreach (var digit in number.Length > 2 ? number[2..] : default)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return 0;
            }

            unit /= 10;
            value += (digit - '0') * unit;
        }

        return Math.Min(value, Full);
    }
}
