namespace Picard.Gen;

/// <summary>How content ends whose length is not known when its head is written.</summary>
internal enum UnknownLength
{
    /// <summary>With the last chunk (RFC 9112 §7.1).</summary>
    Chunked,

    /// <summary>With the connection, for HTTP/1.0 (RFC 9112 §6.3).</summary>
    Close,
}
