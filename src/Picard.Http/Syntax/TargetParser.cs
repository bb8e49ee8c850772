using System.Text;

namespace Picard.Http;

/// <summary>The four forms of a request target (RFC 9112 §3.2): which one is decided by method and first octet, then all of it is checked.</summary>
internal static class TargetParser
{
    /// <summary>Splits and checks <see cref="RequestFacts.Target"/>.</summary>
    /// <returns>The rule that is broken, or none.</returns>
    public static ViolationReason Parse(ReadOnlySpan<byte> octets, ref RequestFacts facts)
    {
        var target = facts.Target.In(octets);

        // RFC 9112 §3.2.3: authority-form is for CONNECT, and CONNECT for authority-form.
        if (facts.Method == Method.Connect)
        {
            facts.Form = TargetForm.Authority;
            facts.Authority = facts.Target;
            return AuthorityParser.IsValid(target, PortRule.Required, out var hostBytes) && hostBytes > 0
                ? ViolationReason.None
                : ViolationReason.Authority;
        }

        switch (target[0])
        {
            case (byte)'/':
                facts.Form = TargetForm.Origin;
                return ParsePathAndQuery(octets, facts.Target.Start, ref facts);

            // RFC 9112 §3.2.4: asterisk-form is for OPTIONS only.
            case (byte)'*' when target.Length == 1:
                facts.Form = TargetForm.Asterisk;
                return facts.Method == Method.Options ? ViolationReason.None : ViolationReason.TargetForm;

            default:
                return ParseAbsolute(octets, ref facts);
        }
    }

    private static ViolationReason ParsePathAndQuery(ReadOnlySpan<byte> octets, int start, ref RequestFacts facts)
    {
        var rest = octets[start..facts.Target.End];
        var mark = rest.IndexOf((byte)'?');
        if (mark < 0)
        {
            facts.Path = new ByteRange(start, rest.Length);
            return Grammar.IsPath(rest) ? ViolationReason.None : ViolationReason.RequestTarget;
        }

        facts.Path = new ByteRange(start, mark);
        facts.Query = new ByteRange(start + mark + 1, rest.Length - mark - 1);
        facts.HasQuery = true;
        return Grammar.IsPath(rest[..mark]) && Grammar.IsQuery(rest[(mark + 1)..]) ? ViolationReason.None : ViolationReason.RequestTarget;
    }

    // RFC 9112 §3.2.2: absolute-form = absolute-URI; RFC 9110 §4.2: of http or https, with a host and without userinfo.
    private static ViolationReason ParseAbsolute(ReadOnlySpan<byte> octets, ref RequestFacts facts)
    {
        var target = facts.Target.In(octets);
        var schemeBytes = target.IndexOf((byte)':');
        if (schemeBytes < 0 || !IsHttpScheme(target[..schemeBytes]) || !target[schemeBytes..].StartsWith("://"u8))
        {
            return ViolationReason.RequestTarget;
        }

        facts.Form = TargetForm.Absolute;
        facts.Scheme = new ByteRange(facts.Target.Start, schemeBytes);
        var authorityStart = schemeBytes + 3;
        var authorityBytes = target[authorityStart..].IndexOfAny((byte)'/', (byte)'?');
        if (authorityBytes < 0)
        {
            authorityBytes = target.Length - authorityStart;
        }

        // RFC 9110 §4.2.1: an http URI with an empty host MUST be rejected; §4.2.4: userinfo is an error.
        facts.Authority = new ByteRange(facts.Target.Start + authorityStart, authorityBytes);
        if (!AuthorityParser.IsValid(facts.Authority.In(octets), PortRule.Optional, out var hostBytes) || hostBytes == 0)
        {
            return ViolationReason.Authority;
        }

        return ParsePathAndQuery(octets, facts.Authority.End, ref facts);
    }

    private static bool IsHttpScheme(ReadOnlySpan<byte> scheme) =>
        Ascii.EqualsIgnoreCase(scheme, "http"u8) || Ascii.EqualsIgnoreCase(scheme, "https"u8);
}
