namespace Picard.Client;

/// <summary>What a proxy speaks.</summary>
internal enum ProxyKind
{
    /// <summary>HTTP, asked by CONNECT.</summary>
    Http,

    /// <summary>The same within TLS.</summary>
    Https,

    /// <summary>SOCKS version 5.</summary>
    Socks5,
}
