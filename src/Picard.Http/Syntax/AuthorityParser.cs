namespace Picard.Http;

/// <summary>Whether a port must follow the host.</summary>
internal enum PortRule : byte
{
    Optional,
    Required,
}

/// <summary><c>uri-host [":" port]</c> as Host (RFC 9110 §7.2) and request targets (RFC 9112 §3.2) have it; no userinfo.</summary>
internal static class AuthorityParser
{
    private const int MaxPort = 65_535;

    /// <summary>Checks an authority.</summary>
    /// <param name="authority">The octets; userinfo makes them invalid (RFC 9110 §4.2.4).</param>
    /// <param name="port">Whether there must be a port.</param>
    /// <param name="hostBytes">How many octets the host has; it may be 0.</param>
    public static bool IsValid(ReadOnlySpan<byte> authority, PortRule port, out int hostBytes)
    {
        hostBytes = 0;
        if (!authority.IsEmpty && authority[0] == '[')
        {
            var close = authority.IndexOf((byte)']');
            if (close < 0 || !IsIpLiteral(authority[1..close]))
            {
                return false;
            }

            hostBytes = close + 1;
        }
        else
        {
            // What follows a reg-name without "%" is its port; only with "%" does it take a second look.
            var other = Grammar.IndexOfNonRegName(authority);
            var colon = other < 0 || authority[other] == ':' ? other : authority.IndexOf((byte)':');
            hostBytes = colon < 0 ? authority.Length : colon;
            if (other != colon && !Grammar.IsRegName(authority[..hostBytes]))
            {
                return false;
            }
        }

        return IsPort(authority[hostBytes..], port);
    }

    // RFC 3986 §3.2.3: port = *DIGIT; one that TCP does not have is no address, so it is refused.
    private static bool IsPort(ReadOnlySpan<byte> suffix, PortRule rule)
    {
        if (suffix.Length <= 1)
        {
            return rule == PortRule.Optional && (suffix.IsEmpty || suffix[0] == ':');
        }

        if (suffix[0] != ':')
        {
            return false;
        }

        var port = 0;
        foreach (var octet in suffix[1..])
        {
            if (!Grammar.IsDigit(octet) || (port = (port * 10) + (octet - '0')) > MaxPort)
            {
                return false;
            }
        }

        return true;
    }

    // RFC 3986 §3.2.2: IP-literal = "[" ( IPv6address / IPvFuture ) "]". A zone identifier has no meaning on the wire and is refused.
    private static bool IsIpLiteral(ReadOnlySpan<byte> literal) =>
        !literal.IsEmpty && (literal[0] | 0x20) == 'v' ? IsIpvFuture(literal[1..]) : IsIpv6(literal);

    // "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
    private static bool IsIpvFuture(ReadOnlySpan<byte> rest)
    {
        var dot = rest.IndexOf((byte)'.');
        if (dot < 1 || dot == rest.Length - 1)
        {
            return false;
        }

        foreach (var octet in rest[..dot])
        {
            if (!Grammar.IsHexDigit(octet))
            {
                return false;
            }
        }

        foreach (var octet in rest[(dot + 1)..])
        {
            if (octet != ':' && (octet == '%' || !Grammar.IsRegName([octet])))
            {
                return false;
            }
        }

        return true;
    }

    // Eight groups of 1 to 4 digits; "::" once for one group or more; the last two may be an IPv4 address.
    private static bool IsIpv6(ReadOnlySpan<byte> literal)
    {
        var groups = 0;
        var compressed = false;
        var rest = literal;
        if (rest.StartsWith("::"u8))
        {
            compressed = true;
            rest = rest[2..];
        }

        while (!rest.IsEmpty)
        {
            var colon = rest.IndexOf((byte)':');
            var group = colon < 0 ? rest : rest[..colon];
            if (colon < 0 && group.Contains((byte)'.'))
            {
                groups += 2;
                return IsIpv4(group) && IsGroupCount(groups, compressed);
            }

            if (!IsIpv6Group(group) || ++groups > 8)
            {
                return false;
            }

            if (colon < 0)
            {
                break;
            }

            rest = rest[(colon + 1)..];
            if (rest.IsEmpty)
            {
                return false; // a single colon at the end
            }

            if (rest[0] == ':')
            {
                if (compressed)
                {
                    return false;
                }

                compressed = true;
                rest = rest[1..];
            }
        }

        return IsGroupCount(groups, compressed);
    }

    private static bool IsGroupCount(int groups, bool compressed) => compressed ? groups <= 7 : groups == 8;

    private static bool IsIpv6Group(ReadOnlySpan<byte> group)
    {
        if (group.Length is < 1 or > 4)
        {
            return false;
        }

        foreach (var octet in group)
        {
            if (!Grammar.IsHexDigit(octet))
            {
                return false;
            }
        }

        return true;
    }

    // RFC 3986 §3.2.2: four dec-octets, 0 to 255 without leading zeros.
    private static bool IsIpv4(ReadOnlySpan<byte> address)
    {
        for (var part = 0; part < 4; part++)
        {
            var dot = address.IndexOf((byte)'.');
            var digits = part == 3 ? address : dot < 0 ? default : address[..dot];
            if (digits.Length is < 1 or > 3 || (digits.Length > 1 && digits[0] == '0'))
            {
                return false;
            }

            var value = 0;
            foreach (var octet in digits)
            {
                if (!Grammar.IsDigit(octet))
                {
                    return false;
                }

                value = (value * 10) + (octet - '0');
            }

            if (value > 255)
            {
                return false;
            }

            address = part == 3 ? default : address[(dot + 1)..];
        }

        return true;
    }
}
