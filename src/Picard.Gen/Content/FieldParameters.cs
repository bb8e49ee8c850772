using Picard.Http;

namespace Picard.Gen;

/// <summary>The parameters behind the first element of a field value (RFC 9110 §5.6.6), one after the other: <c>; name=value; name="value"</c>.</summary>
internal ref struct FieldParameters(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>The name of the parameter moved to; compare it without regard to case.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its value without quotes, escapes as they are.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether what follows is no parameter.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Moves to the next parameter.</summary>
    /// <returns>False at the end, and where it is malformed.</returns>
    public bool TryNext()
    {
        do
        {
            _rest = _rest.TrimStart(" \t"u8);
            if (_rest.IsEmpty)
            {
                return false;
            }

            if (_rest[0] != ';')
            {
                return Malformed();
            }

            _rest = _rest[1..].TrimStart(" \t"u8);
        }
        while (_rest.IsEmpty || _rest[0] == ';');

        var equals = _rest.IndexOf((byte)'=');
        if (equals < 0 || !Grammar.IsToken(_rest[..equals]))
        {
            return Malformed();
        }

        Name = _rest[..equals];
        _rest = _rest[(equals + 1)..];
        return _rest.StartsWith("\""u8) ? TryReadQuoted() : TryReadToken();
    }

    private bool TryReadQuoted()
    {
        for (var i = 1; i < _rest.Length; i++)
        {
            if (_rest[i] == '\\')
            {
                i++;
            }
            else if (_rest[i] == '"')
            {
                Value = _rest[1..i];
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        return Malformed();
    }

    private bool TryReadToken()
    {
        var end = _rest.IndexOfAny("; \t"u8);
        Value = end < 0 ? _rest : _rest[..end];
        _rest = _rest[Value.Length..];
        return Grammar.IsToken(Value) || Malformed();
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}
