using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Picard;

/// <summary>IP addresses as text, strictly (RFC 3986 §3.2.2). .NET also takes <c>1</c>, <c>0x7f.1</c> and zone identifiers, which others read as another address.</summary>
internal static class AddressText
{
    private static readonly SearchValues<char> s_ipv6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        var isStrict = text.Contains(':') ? !text.ContainsAnyExcept(s_ipv6) : IsIPv4(text);
        return isStrict && IPAddress.TryParse(text, out address);
    }

    private static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var digits = text[range];
            if (++parts > 4 || digits.Length is < 1 or > 3 || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
            {
                return false;
            }
        }

        return parts == 4;
    }
}
