namespace Picard;

/// <summary>A content coding (RFC 9110 §8.4.1) that <see cref="Compression"/> can apply.</summary>
public enum ContentCoding
{
    /// <summary>gzip (RFC 1952): known to every client.</summary>
    Gzip,

    /// <summary>br (RFC 7932): denser than gzip at the same speed. Browsers ask for it over TLS only.</summary>
    Brotli,
}
