namespace Picard.Http;

/// <summary>How a message's content ends: the one decision of RFC 9112 §6.3.</summary>
public readonly struct MessageFraming : IEquatable<MessageFraming>
{
    private MessageFraming(FramingKind kind, long length = 0)
    {
        Kind = kind;
        Length = length;
    }

    /// <summary>No content.</summary>
    public static MessageFraming None => default;

    /// <summary>Chunked.</summary>
    public static MessageFraming Chunked => new(FramingKind.Chunked);

    /// <summary>Until the connection closes.</summary>
    public static MessageFraming CloseDelimited => new(FramingKind.CloseDelimited);

    /// <summary>No HTTP from here on.</summary>
    public static MessageFraming Tunnel => new(FramingKind.Tunnel);

    /// <summary>How the end is found.</summary>
    public FramingKind Kind { get; }

    /// <summary>The octets of content if <see cref="Kind"/> is <see cref="FramingKind.Length"/>, else 0.</summary>
    public long Length { get; }

    /// <summary>Whether a content decoder will deliver anything: not none, not a length of 0, not a tunnel.</summary>
    public bool HasContent => Kind is FramingKind.Chunked or FramingKind.CloseDelimited || Length > 0;

    /// <summary>A number of octets.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static MessageFraming OfLength(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new(FramingKind.Length, length);
    }

    /// <summary>The framing of a request whose fields have been checked: not both at once, chunked the only coding.</summary>
    /// <param name="codings">What Transfer-Encoding says.</param>
    /// <param name="contentLength">Content-Length, or null if it is absent.</param>
    internal static MessageFraming OfRequest(TransferCodings codings, long? contentLength)
    {
        // RFC 9112 §6.3 (4): chunked; (6): a valid Content-Length; (7): a request with neither has no content.
        if (codings == TransferCodings.Chunked)
        {
            return Chunked;
        }

        return contentLength is { } length ? OfLength(length) : None;
    }

    /// <summary>The framing of a response whose fields have been checked: not both at once, chunked the only coding.</summary>
    internal static MessageFraming OfResponse(Method requestMethod, StatusCode status, TransferCodings codings, long? contentLength)
    {
        // RFC 9110 §15.2.2: after 101 the connection speaks another protocol.
        if (status == StatusCode.SwitchingProtocols)
        {
            return Tunnel;
        }

        // RFC 9112 §6.3 (1): no content, whatever the fields say.
        if (requestMethod == Method.Head || !status.AllowsContent)
        {
            return None;
        }

        // RFC 9112 §6.3 (2): any 2xx to CONNECT; its Content-Length and Transfer-Encoding are ignored.
        if (requestMethod == Method.Connect && status.IsSuccess)
        {
            return Tunnel;
        }

        if (codings == TransferCodings.Chunked)
        {
            return Chunked;
        }

        // RFC 9112 §6.3 (6), and (8): neither field, so the connection's end is the content's end.
        return contentLength is { } length ? OfLength(length) : CloseDelimited;
    }

    /// <summary>Whether both end alike.</summary>
    public static bool operator ==(MessageFraming left, MessageFraming right) => left.Equals(right);

    /// <summary>Whether they end differently.</summary>
    public static bool operator !=(MessageFraming left, MessageFraming right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(MessageFraming other) => Kind == other.Kind && Length == other.Length;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MessageFraming other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Length);

    /// <summary>The kind, and the length where there is one.</summary>
    public override string ToString() => Kind == FramingKind.Length ? $"Length {Length}" : Kind.ToString();
}
