using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>What content codings a client accepts (the Accept-Encoding field, RFC 9110 §12.5.3).</summary>
internal static class AcceptedCodings
{
    /// <summary>How welcome a coding is, in thousandths: 0 is not at all. What names it counts more than <c>*</c>.</summary>
    /// <param name="fields">The fields of the request.</param>
    /// <param name="coding">The name of the coding.</param>
    /// <param name="alias">Another name that means the same (RFC 9110 §8.4.1.3); empty: none.</param>
    public static int Quality(FieldSection fields, ReadOnlySpan<byte> coding, ReadOnlySpan<byte> alias = default) => Find(fields, coding, alias) ?? Find(fields, "*"u8, default) ?? 0;

    /// <summary>How welcome content is as it is: where it is not named, less than all that is, but not refused unless <c>*;q=0</c> says so.</summary>
    public static int IdentityQuality(FieldSection fields) => Find(fields, "identity"u8, default) ?? 0;

    private static int? Find(FieldSection fields, ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias)
    {
        for (var at = fields.IndexOf(KnownField.AcceptEncoding, 0); at >= 0; at = fields.IndexOf(KnownField.AcceptEncoding, at + 1))
        {
            var list = new ListParser(fields[at].Value);
            while (list.MoveNext())
            {
                var end = list.Current.IndexOf((byte)';');
                var coding = end < 0 ? list.Current : list.Current[..end].TrimEnd(" \t"u8);
                if (Ascii.EqualsIgnoreCase(coding, name) || (!alias.IsEmpty && Ascii.EqualsIgnoreCase(coding, alias)))
                {
                    return end < 0 ? QualityValue.Full
                        // RFC 9110 §12.5.3: a coding has no other parameter than its weight.
                        : QualityValue.TryRead(list.Current[(end + 1)..].Trim(" \t"u8), out var thousandths) ? thousandths : 0;
                }
            }
        }

        return null;
    }
}
