using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>What media types a client accepts (the Accept field, RFC 9110 §12.5.1).</summary>
internal static class Acceptance
{
    /// <summary>How welcome a media type is, in thousandths: 0 is not at all. The most specific range that matches decides. Without an Accept field everything is welcome.</summary>
    /// <param name="fields">The fields of the request.</param>
    /// <param name="mediaType">A media type without parameters, in lower case.</param>
    public static int Quality(FieldSection fields, ReadOnlySpan<byte> mediaType)
    {
        var at = fields.IndexOf(KnownField.Accept, 0);
        if (at < 0)
        {
            return QualityValue.Full;
        }

        var (bestSpecificity, quality) = (-1, 0);
        for (; at >= 0; at = fields.IndexOf(KnownField.Accept, at + 1))
        {
            var list = new ListParser(fields[at].Value);
            while (list.MoveNext())
            {
                var end = list.Current.IndexOf((byte)';');
                var range = end < 0 ? list.Current : list.Current[..end].TrimEnd(" \t"u8);
                var specificity = Specificity(range, mediaType);
                if (specificity > bestSpecificity)
                {
                    (bestSpecificity, quality) = (specificity, end < 0 ? QualityValue.Full : Weight(list.Current[(end + 1)..]));
                }
            }
        }

        return quality;
    }

    /// <summary>2 for the type itself, 1 for <c>type/*</c>, 0 for <c>*/*</c>, -1 for none of them.</summary>
    private static int Specificity(ReadOnlySpan<byte> range, ReadOnlySpan<byte> mediaType)
    {
        if (Ascii.EqualsIgnoreCase(range, mediaType))
        {
            return 2;
        }

        if (range.SequenceEqual("*/*"u8))
        {
            return 0;
        }

        var slash = mediaType.IndexOf((byte)'/');
        return range.EndsWith("/*"u8) && Ascii.EqualsIgnoreCase(range[..^1], mediaType[..(slash + 1)]) ? 1 : -1;
    }

    private static int Weight(ReadOnlySpan<byte> parameters)
    {
        foreach (var part in parameters.Split((byte)';'))
        {
            if (QualityValue.TryRead(parameters[part].Trim(" \t"u8), out var thousandths))
            {
                return thousandths;
            }
        }

        return QualityValue.Full;
    }
}
