using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Picard.Client.Interop;

/// <summary>The server of the openssl command: files over TLS, HTTP/1.0, and content that ends with its connection.</summary>
internal sealed class OpenSslServer() : ServerProgramme("openssl")
{
    private X509Certificate2? _certificate;

    public override string Name => "openssl";

    public override string Package => "openssl";

    public override IReadOnlySet<string> Only { get; } = new HashSet<string> { "get", "large" };

    public override ClientTls Tls => new() { TrustedAuthorities = [_certificate!] };

    protected override string Scheme => "https";

    protected override async Task<IReadOnlyList<string>> PrepareAsync()
    {
        var key = Path.Combine(Folder.FullName, "key.pem");
        var certificate = Path.Combine(Folder.FullName, "certificate.pem");
        await RunAsync("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=interop", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate);
        _certificate = X509CertificateLoader.LoadCertificateFromFile(certificate);
        await File.WriteAllTextAsync(Path.Combine(Folder.FullName, "text"), "Hello, World!");
        Directory.CreateDirectory(Path.Combine(Folder.FullName, "large"));
        await File.WriteAllBytesAsync(Path.Combine(Folder.FullName, "large", "4194304"), Pattern.Of(4 * 1024 * 1024));
        return ["s_server", "-accept", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}"), "-key", key, "-cert", certificate, "-WWW"];
    }

    public override async ValueTask DisposeAsync()
    {
        _certificate?.Dispose();
        await base.DisposeAsync();
    }
}
