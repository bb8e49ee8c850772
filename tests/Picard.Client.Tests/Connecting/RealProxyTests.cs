using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Picard.Transport.Tests;

namespace Picard.Client.Tests;

/// <summary>Real sockets, the process's own loops, a proxy and a server that are the platform's.</summary>
public sealed class RealProxyTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RealProxyTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("http", false)]
    [InlineData("http", true)]
    [InlineData("https", false)]
    [InlineData("https", true)]
    public async Task Get_ThroughAProxy_ReachesTheOrigin(string scheme, bool isSocks)
    {
        using var proxy = isSocks ? RelayingProxy.Socks() : RelayingProxy.Http();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        var serving = ServeAsync(scheme == "https");
        await using var client = new PicardClient(new ClientOptions
        {
            Tls = new ClientTls { TrustedAuthorities = [TestCertificates.Authority] },
            Proxy = isSocks ? ClientProxy.Socks5("127.0.0.1", proxy.Port) : ClientProxy.Http(new Uri($"http://127.0.0.1:{proxy.Port}")),
        });
        await using (var response = await client.GetAsync($"{scheme}://localhost:{port}/a").AsTask().WaitAsync(TimeSpan.FromSeconds(30)))
        {
            Assert.Equal($"GET /a HTTP/1.1\r\nHost: localhost:{port}", await response.ReadTextAsync());
        }

        Assert.Equal(new DnsEndPoint("localhost", port), proxy.Asked);
        await serving;
    }

    [Fact]
    public async Task Get_OverTls_WithoutAProxy_ReachesTheOrigin()
    {
        var serving = ServeAsync(isSecure: true);
        await using var client = new PicardClient(new ClientOptions { Tls = new ClientTls { TrustedAuthorities = [TestCertificates.Authority] } });
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        await using var response = await client.GetAsync($"https://localhost:{port}/").AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal($"GET / HTTP/1.1\r\nHost: localhost:{port}", await response.ReadTextAsync());
        await serving;
    }

    /// <summary>Answers one request with its first two lines.</summary>
    private async Task ServeAsync(bool isSecure)
    {
        using var accepted = await _listener.AcceptTcpClientAsync();
        Stream stream = accepted.GetStream();
        if (isSecure)
        {
            var secured = new SslStream(stream, leaveInnerStreamOpen: false);
            await secured.AuthenticateAsServerAsync(TestCertificates.ServerOptions(TestCertificates.Localhost));
            stream = secured;
        }

        var head = new StringBuilder();
        var octet = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(octet);
            head.Append((char)octet[0]);
        }

        var content = string.Join("\r\n", head.ToString().Split("\r\n").Take(2));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n{content}"));
        await stream.DisposeAsync();
    }
}
