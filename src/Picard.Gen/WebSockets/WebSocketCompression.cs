namespace Picard;

/// <summary>Whether the messages of a WebSocket may be compressed: permessage-deflate (RFC 7692), if the client offers it.</summary>
public enum WebSocketCompression
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>They are, each with what the messages before it had in common with it: small messages become smallest.</summary>
    Deflate,

    /// <summary>They are, each by itself (<c>server_no_context_takeover</c>, <c>client_no_context_takeover</c>).</summary>
    DeflateEachMessage,
}
