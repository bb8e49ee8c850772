using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Picard.Transport;
using Picard.Transport.Tests;

namespace Picard.Client.Tests;

/// <summary>What a client asks of a server's certificate, and what it offers.</summary>
public sealed class TlsClientTests : ConnectingTest
{
    private static readonly Origin s_localhost = Origin.Of("https://localhost");

    [Fact]
    public async Task Handshake_SendsTheName_AndAgreesOnHttp11()
    {
        string? named = null;
        var (connecting, server) = await BeginAsync(Create(), s_localhost);
        var accepting = AcceptAsync(server, configure: options =>
        {
            options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
            options.ServerCertificateContext = null;
            options.ServerCertificateSelectionCallback = (_, name) =>
            {
                named = name;
                return TestCertificates.Localhost;
            };
        });
        await using var connection = await Within(connecting);
        await using var accepted = await accepting;
        Assert.Equal("localhost", named);
        Assert.Equal(SslApplicationProtocol.Http11, accepted.ApplicationProtocol);
        await accepted.Output.WriteAsync("hello"u8.ToArray());
        Assert.Equal("hello", await ReceiveAsync(connection, 5));
    }

    [Fact]
    public async Task Certificate_ForAnAddress_IsAcceptedAtThatAddress()
    {
        var (connecting, server) = await BeginAsync(Create(), Origin.Of("https://127.0.0.1"));
        var accepting = AcceptAsync(server);
        await using var connection = await Within(connecting);
        await using var accepted = await accepting;
        Assert.Equal(PeerState.Open, connection.PeerState);
    }

    [Fact]
    public async Task Certificate_ForAnotherName_IsRefused_NamingBoth() =>
        await AssertRefusedAsync(Create(), Origin.Of("https://example.com"), TestCertificates.Localhost, "its certificate is not for 'example.com', but for 'localhost', '127.0.0.1'");

    [Fact]
    public async Task Certificate_OfAnUnknownAuthority_IsRefused_NamingIt() =>
        await AssertRefusedAsync(Create(new ClientTls()), s_localhost, TestCertificates.Localhost, "of no authority that is trusted here, but of 'CN=Picard tests'");

    [Fact]
    public async Task Certificate_ThatHasExpired_IsRefused_NamingTheDay()
    {
        using var expired = TestCertificates.Issue("localhost", new DateTimeOffset(2020, 5, 17, 12, 0, 0, TimeSpan.Zero));
        await AssertRefusedAsync(Create(), s_localhost, expired, "expired on 2020-05-17");
    }

    [Fact]
    public async Task Certificate_ThatTheApplicationRefuses_IsRefused_ThoughItIsValid()
    {
        var errors = SslPolicyErrors.RemoteCertificateNotAvailable;
        var tls = new ClientTls
        {
            TrustedAuthorities = [TestCertificates.Authority],
            RemoteCertificateValidation = (_, _, _, found) =>
            {
                errors = found;
                return false;
            },
        };
        await AssertRefusedAsync(Create(tls), s_localhost, TestCertificates.Localhost, "RemoteCertificateValidation does not accept its certificate");
        Assert.Equal(SslPolicyErrors.None, errors);
    }

    [Fact]
    public async Task Certificate_ThatTheApplicationAccepts_IsAccepted_ThoughItIsForAnotherName()
    {
        var tls = new ClientTls
        {
            TrustedAuthorities = [TestCertificates.Authority],
            RemoteCertificateValidation = static (_, _, _, found) => found == SslPolicyErrors.RemoteCertificateNameMismatch,
        };
        var (connecting, server) = await BeginAsync(Create(tls), Origin.Of("https://example.com"));
        var accepting = AcceptAsync(server);
        await using var connection = await Within(connecting);
        await (await accepting).DisposeAsync();
    }

    [Fact]
    public async Task Handshake_WithoutACommonVersion_IsAFaultOfTls()
    {
        var (connecting, server) = await BeginAsync(Create(new ClientTls { EnabledProtocols = SslProtocols.Tls12, TrustedAuthorities = [TestCertificates.Authority] }), s_localhost);
        await Assert.ThrowsAnyAsync<Exception>(() => AcceptAsync(server, configure: static options => options.EnabledSslProtocols = SslProtocols.Tls13));
        Assert.Equal(RequestFault.Tls, (await Assert.ThrowsAsync<RequestException>(() => Within(connecting))).Fault);
    }

    [Fact]
    public async Task Server_ThatSpeaksNoTls_IsAFaultOfTls()
    {
        var (connecting, server) = await BeginAsync(Create(), s_localhost);
        await server.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n");
        Assert.Equal(RequestFault.Tls, (await Assert.ThrowsAsync<RequestException>(() => Within(connecting))).Fault);
    }

    [Fact]
    public async Task Server_ThatIsGoneWithinTheHandshake_IsAFaultOfTls()
    {
        var (connecting, server) = await BeginAsync(Create(), s_localhost);
        server.Reset();
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal(RequestFault.Tls, fault.Fault);
        Assert.Contains("'localhost' at 192.0.2.1:443", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ClientCertificate_IsSentToAServerThatAsks(int certificates)
    {
        using var certificate = TestCertificates.Issue("client");
        using var another = TestCertificates.Issue("another");
        X509Certificate2Collection own = certificates == 1 ? [certificate] : [certificate, another];
        var (connecting, server) = await BeginAsync(Create(new ClientTls { TrustedAuthorities = [TestCertificates.Authority], ClientCertificates = own }), s_localhost);
        var accepting = AcceptAsync(server, configure: static options =>
        {
            options.ClientCertificateRequired = true;
            options.RemoteCertificateValidationCallback = static (_, presented, _, _) => presented is not null;
        });
        await using var connection = await Within(connecting);
        await using var accepted = await accepting;
        Assert.Equal(certificate, accepted.RemoteCertificate);
    }

    [Fact]
    public async Task SecondConnection_ResumesTheSession()
    {
        using var certificate = TestCertificates.Issue("resumed.example");
        var options = TestCertificates.ServerOptions(certificate);
        var connector = Create();
        var first = await HandshakeBytesAsync(connector, options);
        Assert.InRange(await HandshakeBytesAsync(connector, options), 1, first - 500);
    }

    private async Task<(Task<TransportConnection> Connecting, ScriptedPeer Server)> BeginAsync(OriginConnector connector, Origin origin)
    {
        var isFirst = Names.Count == 0;
        var connecting = connector.ConnectAsync(origin, default).AsTask();
        if (isFirst && origin.Host != "127.0.0.1")
        {
            (await Names.NextAsync()).Answer("192.0.2.1");
        }

        return (connecting, (await Network.NextAsync()).Connect());
    }

    private async Task AssertRefusedAsync(OriginConnector connector, Origin origin, X509Certificate2 certificate, string reason)
    {
        var (connecting, server) = await BeginAsync(connector, origin);
        var accepting = AcceptAsync(server, certificate);
        var fault = await Assert.ThrowsAsync<RequestException>(() => Within(connecting));
        Assert.Equal((RequestFault.Tls, origin.Authority), (fault.Fault, fault.Authority));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"'{origin.Host}' at 192.0.2.1:443", fault.Message, StringComparison.Ordinal);

        // TLS 1.3: the server may be done before the client looks at its certificate.
        try
        {
            await (await accepting).DisposeAsync();
        }
        catch (TransportException)
        {
            // Then it sees that the client has left.
        }
    }

    private async Task<long> HandshakeBytesAsync(OriginConnector connector, SslServerAuthenticationOptions options)
    {
        var (connecting, server) = await BeginAsync(connector, Origin.Of("https://resumed.example"));
        var accepting = TlsConnection.AuthenticateAsServerAsync(server.Connection, options).AsTask();
        await using var connection = await Within(connecting);
        await using var accepted = await Within(accepting);
        await accepted.Output.WriteAsync(new byte[] { 1 });
        await ReceiveAsync(connection, 1);
        return server.Connection.SentBytes;
    }
}
