using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Picard.Transport;

namespace Picard.Client;

/// <summary>The client's side of TLS: what is offered to a host, and why its certificate was not accepted, in one sentence.</summary>
/// <remarks>Sessions are resumed by name of host, and not by the options' identity, so that each handshake may have options of its own, which know what it found wrong.</remarks>
internal sealed class TlsClient
{
    private readonly ClientTls _options;

    // Made once: the certificates that go with the client's own are looked for only once, and sessions are resumed only where it is the same object.
    private readonly SslStreamCertificateContext? _ownCertificate;

    public TlsClient(ClientTls options)
    {
        _options = options;
        if (options.ClientCertificates is [{ HasPrivateKey: true } certificate])
        {
            _ownCertificate = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }
    }

    /// <summary>Makes the handshake. The connection beneath is closed if it fails.</summary>
    /// <param name="transport">The connection, whose other end is the host.</param>
    /// <param name="host">Its name or address.</param>
    /// <param name="authority">Whom the request is for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestException">It failed: <see cref="RequestFault.Tls"/>.</exception>
    public async ValueTask<TransportConnection> AuthenticateAsync(TransportConnection transport, string host, string authority, CancellationToken cancellationToken)
    {
        var address = transport.RemoteEndPoint;
        var validation = new Validation(_options.RemoteCertificateValidation, host);
        try
        {
            return await TlsConnection.AuthenticateAsClientAsync(transport, OptionsFor(host, validation), cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException exception)
        {
            var reason = validation.Refusal ?? (exception.InnerException ?? exception).Message;
            throw new RequestException(RequestFault.Tls, authority, $"No TLS with '{host}' at {address}: {reason.TrimEnd('.')}.", exception);
        }
        catch (TransportException exception)
        {
            throw new RequestException(RequestFault.Tls, authority, $"No TLS with '{host}' at {address}: the connection was lost within the handshake: {exception.Message}", exception);
        }
    }

    private SslClientAuthenticationOptions OptionsFor(string host, Validation validation) => new()
    {
        // RFC 6066 §3: the name is sent without its trailing dot.
        TargetHost = host.TrimEnd('.'),
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        EnabledSslProtocols = _options.EnabledProtocols,
        AllowRenegotiation = false,
        ClientCertificateContext = _ownCertificate,
        ClientCertificates = _ownCertificate is null ? _options.ClientCertificates : null,
        CertificateRevocationCheckMode = _options.CertificateRevocation,
        CertificateChainPolicy = TrustPolicy(),
        RemoteCertificateValidationCallback = validation.Accept,
    };

    // One for each handshake: a policy is no more than settings, and the handshake keeps the certificates that it finds in it.
    private X509ChainPolicy? TrustPolicy()
    {
        if (_options.TrustedAuthorities is not { } authorities)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = _options.CertificateRevocation };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>Looks at the certificate of one handshake.</summary>
    private sealed class Validation(RemoteCertificateValidationCallback? decide, string host)
    {
        /// <summary>What was wrong with it; null if nothing was.</summary>
        public string? Refusal { get; private set; }

        public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (decide is not null)
            {
                var isAccepted = decide(sender, certificate, chain, errors);
                Refusal = isAccepted ? null : $"{nameof(ClientTls)}.{nameof(ClientTls.RemoteCertificateValidation)} does not accept its certificate";
                return isAccepted;
            }

            Refusal = Describe(certificate, chain, errors);
            return Refusal is null;
        }

        private string? Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (errors == SslPolicyErrors.None)
            {
                return null;
            }

            if ((errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0 || certificate is null)
            {
                return "the server has sent no certificate";
            }

            // The chain first: of a certificate that nobody vouches for, the name says nothing.
            return (errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0
                ? DescribeChain(certificate, chain)
                : $"its certificate is not for '{host}', but for {NamesOf(certificate)}";
        }

        private static string DescribeChain(X509Certificate certificate, X509Chain? chain)
        {
            var statuses = chain?.ChainStatus ?? [];
            var all = statuses.Aggregate(X509ChainStatusFlags.NoError, static (flags, status) => flags | status.Status);
            if ((all & X509ChainStatusFlags.Revoked) != 0)
            {
                return "its certificate was revoked";
            }

            if ((all & X509ChainStatusFlags.NotTimeValid) != 0)
            {
                var expired = chain!.ChainElements.Select(static element => element.Certificate).FirstOrDefault(static element => element.NotAfter < DateTime.Now);
                return expired is null ? "its certificate is not valid yet" : $"its certificate, or that of an authority of it, expired on {expired.NotAfter.ToUniversalTime():yyyy-MM-dd}";
            }

            if ((all & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
            {
                return $"its certificate is of no authority that is trusted here, but of '{certificate.Issuer}'";
            }

            return (all & (X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation)) != 0
                ? "it cannot be learnt whether its certificate was revoked"
                : $"its certificate is not valid: {string.Join(' ', statuses.Select(static status => status.StatusInformation.Trim()))}";
        }

        private static string NamesOf(X509Certificate certificate)
        {
            using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            var names = copy.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(static address => address.ToString())));

            // Limit: names in a message. A certificate may have hundreds.
            var some = names.Take(4).Select(static name => $"'{name}'").ToList();
            return some.Count == 0 ? $"'{copy.Subject}'" : string.Join(", ", some);
        }
    }
}
