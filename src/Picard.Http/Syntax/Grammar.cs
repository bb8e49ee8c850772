using System.Buffers;
using System.Runtime.CompilerServices;

namespace Picard.Http;

/// <summary>The octet classes of RFC 9110 §5.6, RFC 9112 and RFC 3986 that parsing and writing check against.</summary>
public static class Grammar
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // RFC 3986 §2.3 and §2.2.
    private const string Unreserved = Alphanumeric + "-._~";
    private const string SubDelims = "!$&'()*+,;=";

    // RFC 9110 §5.6.2: tchar.
    private static readonly SearchValues<byte> s_token = Octets(Alphanumeric + "!#$%&'*+-.^_`|~");

    // RFC 9110 §5.5: field-value is VCHAR, obs-text, SP and HTAB; what is left are the controls.
    private static readonly SearchValues<byte> s_notInFieldValue = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    // RFC 3986 §3.3: pchar and "/", without "%", which needs a look at the two octets after it.
    private static readonly SearchValues<byte> s_path = Octets(Unreserved + SubDelims + ":@/");

    // RFC 3986 §3.4: query, again without "%".
    private static readonly SearchValues<byte> s_query = Octets(Unreserved + SubDelims + ":@/?");

    // RFC 3986 §3.2.2: reg-name, again without "%".
    private static readonly SearchValues<byte> s_regName = Octets(Unreserved + SubDelims);

    // RFC 2046 §5.1.1: bchars.
    private static readonly SearchValues<byte> s_boundary = Octets(Alphanumeric + "'()+_,-./:=? ");

    /// <summary>RFC 9110 §5.6.2: one or more tchar.</summary>
    public static bool IsToken(ReadOnlySpan<byte> octets) => !octets.IsEmpty && octets.IndexOfAnyExcept(s_token) < 0;

    /// <summary>RFC 9110 §5.5: no octet that a field value must not hold (CR, LF, NUL and the other controls but HTAB).</summary>
    public static bool IsFieldValue(ReadOnlySpan<byte> octets) => octets.IndexOfAny(s_notInFieldValue) < 0;

    /// <summary>RFC 5234 App. B.1: HEXDIG, in either case.</summary>
    public static bool IsHexDigit(byte octet) => HexValue(octet) >= 0;

    /// <summary>RFC 2046 §5.1.1: no octet that a boundary must not have.</summary>
    internal static bool IsBoundaryText(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExcept(s_boundary) < 0;

    /// <summary>The first octet that is no tchar, or -1.</summary>
    internal static int IndexOfNonToken(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExcept(s_token);

    /// <summary>The first octet that ends or spoils a field value, or -1.</summary>
    internal static int IndexOfNonFieldValue(ReadOnlySpan<byte> octets) => octets.IndexOfAny(s_notInFieldValue);

    /// <summary>The first octet that a path cannot have, or "%", or -1.</summary>
    internal static int IndexOfNonPath(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExcept(s_path);

    /// <summary>The first octet that a query cannot have, or "%", or -1.</summary>
    internal static int IndexOfNonQuery(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExcept(s_query);

    /// <summary>The first octet that a reg-name cannot have, or "%", or -1.</summary>
    internal static int IndexOfNonRegName(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExcept(s_regName);

    /// <summary>Whether all octets are a path (RFC 3986 §3.3): pchar, "/" and well-formed percent-encoded triplets.</summary>
    internal static bool IsPath(ReadOnlySpan<byte> octets) => IsEncoded(octets, s_path);

    /// <summary>Whether all octets are a query (RFC 3986 §3.4).</summary>
    internal static bool IsQuery(ReadOnlySpan<byte> octets) => IsEncoded(octets, s_query);

    /// <summary>Whether all octets are a reg-name (RFC 3986 §3.2.2); it may be empty.</summary>
    internal static bool IsRegName(ReadOnlySpan<byte> octets) => IsEncoded(octets, s_regName);

    /// <summary>SP or HTAB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsWhitespace(byte octet) => octet is (byte)' ' or (byte)'\t';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsDigit(byte octet) => (uint)(octet - '0') <= 9;

    /// <summary>0 to 15, or -1.</summary>
    internal static int HexValue(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        _ => -1,
    };

    /// <summary>Takes OWS (RFC 9110 §5.6.3) off both ends.</summary>
    internal static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> octets) => octets.Trim(" \t"u8);

    private static bool IsEncoded(ReadOnlySpan<byte> octets, SearchValues<byte> allowed)
    {
        while (true)
        {
            var other = octets.IndexOfAnyExcept(allowed);
            if (other < 0)
            {
                return true;
            }

            // RFC 3986 §2.1: "%" HEXDIG HEXDIG.
            if (octets[other] != '%' || octets.Length - other < 3 || !IsHexDigit(octets[other + 1]) || !IsHexDigit(octets[other + 2]))
            {
                return false;
            }

            octets = octets[(other + 3)..];
        }
    }

    private static SearchValues<byte> Octets(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
