namespace Picard;

/// <summary>Content codings that a client undoes (RFC 9110 §8.4.1).</summary>
[Flags]
public enum ContentCodings
{
    /// <summary>None: content is as it was sent.</summary>
    None = 0,

    /// <summary>gzip, also by its old name x-gzip (RFC 1952).</summary>
    Gzip = 1,

    /// <summary>deflate: the zlib format (RFC 1950), or DEFLATE alone (RFC 1951), which some servers send by that name.</summary>
    Deflate = 2,

    /// <summary>br: Brotli (RFC 7932).</summary>
    Brotli = 4,

    /// <summary>All of them.</summary>
    All = Gzip | Deflate | Brotli,
}
