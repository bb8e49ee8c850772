using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>
/// Reads a line of the field Forwarded (RFC 7239 §4):
/// <code>
/// Forwarded = 1#( [ pair ] *( ";" [ pair ] ) )      pair = token "=" ( token / quoted-string )
/// </code>
/// </summary>
internal ref struct ForwardedParser(ReadOnlySpan<byte> line)
{
    // Limit: the longest quoted value that is unquoted on the stack; a node with its port, or a host, has no more than 261 octets.
    private const int MaxValueBytes = 512;

    private ReadOnlySpan<byte> _rest = line;
    private string? _for;
    private string? _proto;
    private string? _host;

    /// <summary>Adds the elements of the line.</summary>
    /// <returns>False if the line is malformed: what it has added means nothing.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, List<ForwardedElement> elements, int maxElements)
    {
        var list = new ListParser(line);
        while (list.MoveNext())
        {
            var parser = new ForwardedParser(list.Current);
            if (elements.Count == maxElements || !parser.TryParseElement())
            {
                return false;
            }

            elements.Add(new ForwardedElement(parser._for, parser._proto, parser._host));
        }

        return true;
    }

    private bool TryParseElement()
    {
        while (!_rest.IsEmpty)
        {
            // An element may have empty pairs: ";for=192.0.2.1;".
            if (_rest[0] == ';')
            {
                _rest = _rest[1..];
                continue;
            }

            if (!TryParsePair() || !(_rest.IsEmpty || _rest[0] == ';'))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryParsePair()
    {
        var equals = _rest.IndexOf((byte)'=');
        if (equals < 1 || !Grammar.IsToken(_rest[..equals]))
        {
            return false;
        }

        var name = _rest[..equals];
        _rest = _rest[(equals + 1)..];
        if (!TryParseValue(out var value))
        {
            return false;
        }

        // RFC 7239 §4: each parameter occurs once in an element at most; those not known are skipped.
        return Ascii.EqualsIgnoreCase(name, "for"u8) ? TrySet(ref _for, value)
            : Ascii.EqualsIgnoreCase(name, "proto"u8) ? TrySet(ref _proto, value)
            : !Ascii.EqualsIgnoreCase(name, "host"u8) || TrySet(ref _host, value);
    }

    private static bool TrySet(ref string? place, string value)
    {
        var isFirst = place is null;
        place = value;
        return isFirst;
    }

    private bool TryParseValue(out string value)
    {
        value = "";
        if (!_rest.IsEmpty && _rest[0] == '"')
        {
            return TryParseQuoted(out value);
        }

        var end = _rest.IndexOf((byte)';');
        var token = end < 0 ? _rest : _rest[..end];
        if (!Grammar.IsToken(token))
        {
            return false;
        }

        value = Encoding.ASCII.GetString(token);
        _rest = _rest[token.Length..];
        return true;
    }

    // RFC 9110 §5.6.4: a backslash stands for the octet after it.
    private bool TryParseQuoted(out string value)
    {
        Span<byte> plain = stackalloc byte[MaxValueBytes];
        var length = 0;
        for (var at = 1; at < _rest.Length && length < plain.Length; at++)
        {
            var octet = _rest[at];
            if (octet == '"')
            {
                value = Encoding.Latin1.GetString(plain[..length]);
                _rest = _rest[(at + 1)..];
                return true;
            }

            if (octet == '\\' && ++at < _rest.Length)
            {
                octet = _rest[at];
            }

            plain[length++] = octet;
        }

        value = "";
        return false;
    }
}
