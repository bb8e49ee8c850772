namespace Picard.Http;

/// <summary>How the end of a message's content is found (RFC 9112 §6.3).</summary>
public enum FramingKind : byte
{
    /// <summary>The message has no content.</summary>
    None,

    /// <summary>Content-Length octets.</summary>
    Length,

    /// <summary>The chunked transfer coding.</summary>
    Chunked,

    /// <summary>Everything until the connection closes; responses only.</summary>
    CloseDelimited,

    /// <summary>What follows the head is no HTTP: 101, or 2xx to CONNECT.</summary>
    Tunnel,
}
