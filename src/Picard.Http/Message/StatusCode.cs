namespace Picard;

/// <summary>A response status code (RFC 9110 §15): three digits, 100 to 999. The registered ones are static members.</summary>
/// <remarks><c>default</c> is no status at all, its <see cref="Code"/> is 0.</remarks>
public readonly partial struct StatusCode : IEquatable<StatusCode>
{
    private readonly ushort _code;

    /// <summary>Makes a status code of three digits.</summary>
    /// <param name="code">100 to 999; what is not registered is treated as the x00 of its class (RFC 9110 §15).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="code"/> does not have three digits.</exception>
    public StatusCode(int code)
    {
        if (code is < 100 or > 999)
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "RFC 9110 §15: a status code has three digits, 100 to 999.");
        }

        _code = (ushort)code;
    }

    private StatusCode(int code, Unchecked _) => _code = (ushort)code;

    /// <summary>The number.</summary>
    public int Code => _code;

    /// <summary>The registered reason phrase; empty for a status that is not registered.</summary>
    public string ReasonPhrase => ReasonPhraseOf(_code);

    /// <summary>1xx: an interim response.</summary>
    public bool IsInformational => _code is >= 100 and <= 199;

    /// <summary>2xx.</summary>
    public bool IsSuccess => _code is >= 200 and <= 299;

    /// <summary>3xx.</summary>
    public bool IsRedirection => _code is >= 300 and <= 399;

    /// <summary>4xx.</summary>
    public bool IsClientError => _code is >= 400 and <= 499;

    /// <summary>5xx.</summary>
    public bool IsServerError => _code is >= 500 and <= 599;

    /// <summary>Whether a response with this status may have content: not 1xx, 204 or 304 (RFC 9110 §6.4.1).</summary>
    public bool AllowsContent => _code is >= 200 and not 204 and not 304;

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(StatusCode left, StatusCode right) => left._code == right._code;

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(StatusCode left, StatusCode right) => left._code != right._code;

    /// <inheritdoc/>
    public bool Equals(StatusCode other) => _code == other._code;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StatusCode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _code;

    /// <summary>The number and the reason phrase: <c>404 Not Found</c>.</summary>
    public override string ToString()
    {
        var phrase = ReasonPhrase;
        return phrase.Length == 0 ? $"{_code}" : $"{_code} {phrase}";
    }

    // Picks the constructor for numbers known to be right, which needs no range check.
    private readonly struct Unchecked;
}
