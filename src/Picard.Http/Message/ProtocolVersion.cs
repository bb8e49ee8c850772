namespace Picard;

/// <summary>The HTTP version of a message. Nothing but HTTP/1.0 and HTTP/1.1 is spoken here: any other version is refused with 505.</summary>
public enum ProtocolVersion : byte
{
    /// <summary>HTTP/1.0: closes after each exchange unless keep-alive is asked for; never chunked (RFC 9112 §6.1).</summary>
    Http10,

    /// <summary>HTTP/1.1: persistent unless close is said (RFC 9112 §9.3).</summary>
    Http11,
}
