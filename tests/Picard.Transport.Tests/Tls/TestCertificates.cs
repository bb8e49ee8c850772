using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Picard.Transport.Tests;

/// <summary>Certificates that the tests make for themselves: an authority, and what it issues.</summary>
internal static class TestCertificates
{
    // Every certificate begins with the authority's own.
    private static readonly DateTimeOffset s_begin = DateTimeOffset.UnixEpoch;

    /// <summary>Whom the tests trust.</summary>
    public static X509Certificate2 Authority { get; } = MakeAuthority();

    /// <summary>For the name localhost and its addresses.</summary>
    public static X509Certificate2 Localhost { get; } = Issue("localhost");

    /// <summary>For another name and the loopback address.</summary>
    public static X509Certificate2 Issue(string name) => Issue(name, Authority.NotAfter);

    /// <summary>That ends, or has ended, at a time of its own.</summary>
    public static X509Certificate2 Issue(string name, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(Authority, s_begin, notAfter, RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    public static SslServerAuthenticationOptions ServerOptions(X509Certificate2 certificate) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
    };

    /// <summary>Trusts the authority of these certificates, and no other.</summary>
    public static SslClientAuthenticationOptions ClientOptions(string host) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = TrustPolicy(),
    };

    private static X509ChainPolicy TrustPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(Authority);
        return policy;
    }

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Picard tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(s_begin, s_begin.AddYears(200));
    }
}
