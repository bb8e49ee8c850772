using System.Buffers;
using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>The cookies of a request (RFC 6265 §4.2.1), found by name over all Cookie lines without taking the rest apart.</summary>
internal ref struct CookieText(FieldSection fields, ReadOnlySpan<byte> name)
{
    // RFC 6265 §4.1.1: US-ASCII without controls, white space, quotes, commas, semicolons and backslashes.
    private static readonly SearchValues<byte> s_octets =
        SearchValues.Create("!#$%&'()*+-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private readonly FieldSection _fields = fields;
    private readonly ReadOnlySpan<byte> _name = name;
    private ReadOnlySpan<byte> _line;
    private int _nextLine;

    /// <summary>Moves to the next cookie of the name.</summary>
    /// <param name="value">Its value as received.</param>
    public bool TryNext(out ReadOnlySpan<byte> value)
    {
        do
        {
            while (!_line.IsEmpty)
            {
                var end = _line.IndexOf((byte)';');
                var pair = (end < 0 ? _line : _line[..end]).Trim(" \t"u8);
                _line = end < 0 ? default : _line[(end + 1)..];

                // What has no '=' has no name, and what has a space before it has another one.
                var equals = pair.IndexOf((byte)'=');
                if (equals >= 0 && pair[..equals].SequenceEqual(_name))
                {
                    value = pair[(equals + 1)..];
                    return true;
                }
            }
        }
        while (TryNextLine());

        value = default;
        return false;
    }

    /// <summary>Drops the quotes around a value.</summary>
    /// <returns>False if it has an octet that no cookie value may have: a quote on one side alone included.</returns>
    public static bool TryUnquote(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> plain)
    {
        plain = value.Length > 1 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
        return !plain.ContainsAnyExcept(s_octets);
    }

    private bool TryNextLine()
    {
        while (_nextLine < _fields.Count)
        {
            var line = _fields[_nextLine++];
            if (Ascii.EqualsIgnoreCase(line.Name, "Cookie"u8))
            {
                _line = line.Value;
                return true;
            }
        }

        return false;
    }
}
