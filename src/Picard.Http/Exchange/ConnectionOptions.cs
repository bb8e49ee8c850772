namespace Picard.Http;

/// <summary>The connection options (RFC 9110 §7.6.1) that mean something here; others are kept in the field section only.</summary>
[Flags]
public enum ConnectionOptions : byte
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary><c>close</c>: the connection ends after this response (RFC 9112 §9.6).</summary>
    Close = 1,

    /// <summary><c>keep-alive</c>: an HTTP/1.0 peer asks for persistence (RFC 9112 §9.3).</summary>
    KeepAlive = 2,

    /// <summary><c>upgrade</c>: the Upgrade field is meant for us (RFC 9110 §7.8).</summary>
    Upgrade = 4,
}
