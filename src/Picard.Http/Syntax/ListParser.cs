namespace Picard.Http;

/// <summary>
/// Walks the elements of a list field (RFC 9110 §5.6.1: <c>#element</c>), one field value at a time. Empty elements are skipped, as a
/// recipient must; a comma inside a quoted string separates nothing.
/// </summary>
public ref struct ListParser
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the beginning of a field value.</summary>
    public ListParser(ReadOnlySpan<byte> value)
    {
        _rest = value;
        Current = default;
    }

    /// <summary>The element walked to, without the whitespace around it; never empty.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Walks to the next element.</summary>
    /// <returns>False after the last.</returns>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = ElementEnd(_rest);
            Current = Grammar.TrimWhitespace(_rest[..end]);
            _rest = end < _rest.Length ? _rest[(end + 1)..] : default;
            if (!Current.IsEmpty)
            {
                return true;
            }
        }

        Current = default;
        return false;
    }

    // RFC 9110 §5.6.4: within quotes a backslash quotes the octet after it.
    private static int ElementEnd(ReadOnlySpan<byte> rest)
    {
        var first = rest.IndexOfAny((byte)',', (byte)'"');
        if (first < 0 || rest[first] == ',')
        {
            return first < 0 ? rest.Length : first;
        }

        var quoted = false;
        for (var at = 0; at < rest.Length; at++)
        {
            switch (rest[at])
            {
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'\\' when quoted:
                    at++;
                    break;
                case (byte)',' when !quoted:
                    return at;
            }
        }

        return rest.Length;
    }
}
