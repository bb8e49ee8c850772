using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Picard;

/// <summary>How a client speaks TLS with origins of the scheme https. The certificate of the server must be valid, of a trusted authority and for the host's name, unless this says otherwise.</summary>
/// <remarks>Sessions are resumed where the server allows it. The name of the host is sent (SNI, RFC 6066 §3), and HTTP/1.1 is offered (ALPN, RFC 7301).</remarks>
public sealed class ClientTls
{
    /// <summary>Decides alone whether a server's certificate is accepted; null: it must be without errors. One that always says yes makes TLS worthless: anybody on the way can answer. Called on the thread pool.</summary>
    public RemoteCertificateValidationCallback? RemoteCertificateValidation { get; init; }

    /// <summary>The authorities that are trusted, instead of the system's; null: the system's.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    /// <summary>Certificates with private keys, of which a server that asks gets the first that suits it.</summary>
    public X509Certificate2Collection? ClientCertificates { get; init; }

    /// <summary>The versions of TLS. Default <see cref="SslProtocols.None"/>: those that the system holds to be secure.</summary>
    public SslProtocols EnabledProtocols { get; init; }

    /// <summary>Whether it is looked up if a certificate was revoked. Default <see cref="X509RevocationMode.NoCheck"/>, as in .NET: online, each new server costs a request to its authority, within <see cref="ClientOptions.ConnectTimeout"/>.</summary>
    public X509RevocationMode CertificateRevocation { get; init; }
}
