using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Picard;

/// <summary>A node (RFC 7239 §6): an address, in brackets if it is of IPv6, with or without a port. <c>unknown</c> and obfuscated identifiers name nobody.</summary>
internal static class ForwardedNode
{
    public static bool TryParse(string? node, ForwardedSource source, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        var text = node.AsSpan();
        if (text.StartsWith("["))
        {
            var close = text.IndexOf(']');
            return close > 0 && text[1..close].Contains(':') && IsPort(text[(close + 1)..]) && AddressText.TryParse(text[1..close], out address);
        }

        // X-Forwarded-For has IPv6 addresses without brackets, too, and then without a port.
        var colon = text.IndexOf(':');
        if (colon != text.LastIndexOf(':'))
        {
            return source == ForwardedSource.XForwarded && AddressText.TryParse(text, out address);
        }

        return colon < 0 ? AddressText.TryParse(text, out address) : IsPort(text[colon..]) && AddressText.TryParse(text[..colon], out address);
    }

    // node-port = 1*5DIGIT / obfport; obfport = "_" 1*( ALPHA / DIGIT / "." / "_" / "-" )
    private static bool IsPort(ReadOnlySpan<char> suffix)
    {
        if (suffix.IsEmpty)
        {
            return true;
        }

        if (suffix.Length < 2 || suffix[0] != ':')
        {
            return false;
        }

        var port = suffix[1..];
        if (port[0] != '_')
        {
            return port.Length <= 5 && !port.ContainsAnyExceptInRange('0', '9');
        }

        foreach (var character in port[1..])
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return port.Length > 1;
    }
}
