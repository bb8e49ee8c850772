using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace Picard.Transport.Tests;

/// <summary>What is TLS's own: handshakes that fail, and how a session ends.</summary>
public sealed class TlsTests : TransportContract<InMemoryNetwork>
{
    private static readonly SslServerAuthenticationOptions s_server = TestCertificates.ServerOptions(TestCertificates.Localhost);

    [Fact]
    public async Task Handshake_TellsVersionProtocolAndCertificate()
    {
        var options = TestCertificates.ServerOptions(TestCertificates.Localhost);
        options.ApplicationProtocols = [SslApplicationProtocol.Http11];
        var offered = TestCertificates.ClientOptions("localhost");
        offered.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
        await using var pair = await SecureAsync(await ConnectAsync(), options, offered);
        var client = Assert.IsType<TlsConnection>(pair.Client);
        Assert.Equal(SslApplicationProtocol.Http11, client.ApplicationProtocol);
        Assert.True(client.Protocol is SslProtocols.Tls13 or SslProtocols.Tls12);
        Assert.Equal(TestCertificates.Localhost, client.RemoteCertificate);
        Assert.Null(Assert.IsType<TlsConnection>(pair.Server).RemoteCertificate);
    }

    [Fact]
    public async Task Handshake_ForAnotherName_Throws_AndClosesTheConnection()
    {
        var pair = await ConnectAsync();
        var accepting = TlsConnection.AuthenticateAsServerAsync(pair.Server, s_server).AsTask();
        await Assert.ThrowsAsync<AuthenticationException>(() => Within(TlsConnection.AuthenticateAsClientAsync(pair.Client, TestCertificates.ClientOptions("example.com"))));
        Assert.Equal(PeerState.Gone, pair.Client.PeerState);

        // In TLS 1.3 the server may be done before the client looks at the certificate.
        try { await (await Within(accepting)).DisposeAsync(); }
        catch (TransportException)
        {
            // Then its connection is closed.
        }
    }

    [Fact]
    public async Task Handshake_WithNoTls_Throws()
    {
        var pair = await ConnectAsync();
        await SendAsync(pair.Server.Output, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => Within(TlsConnection.AuthenticateAsClientAsync(pair.Client, TestCertificates.ClientOptions("localhost"))));
        Assert.True(thrown is AuthenticationException or TransportException { Fault: TransportFault.Tls }, thrown.ToString());
        await pair.Server.DisposeAsync();
    }

    [Fact]
    public async Task Handshake_ThatTheServerEnds_IsAFaultOfTls()
    {
        var pair = await ConnectAsync();
        var connecting = TlsConnection.AuthenticateAsClientAsync(pair.Client, TestCertificates.ClientOptions("localhost"));
        pair.Server.Input.AdvanceTo((await BufferAsync(pair.Server.Input, 1)).End);
        await pair.Server.DisposeAsync();
        Assert.Equal(TransportFault.Tls, (await Assert.ThrowsAsync<TransportException>(() => Within(connecting))).Fault);
    }

    [Fact]
    public async Task Handshake_ThatTheServerResets_ThrowsTheReset()
    {
        var pair = await ConnectAsync();
        var connecting = TlsConnection.AuthenticateAsClientAsync(pair.Client, TestCertificates.ClientOptions("localhost"));
        pair.Server.Abort();
        Assert.Equal(TransportFault.Reset, (await Assert.ThrowsAsync<TransportException>(() => Within(connecting))).Fault);
        await pair.Server.DisposeAsync();
    }

    [Fact]
    public async Task Handshake_ThatIsCancelled_ThrowsWithItsToken_AndClosesTheConnection()
    {
        var pair = await ConnectAsync();
        using var source = new CancellationTokenSource();
        var connecting = TlsConnection.AuthenticateAsClientAsync(pair.Client, TestCertificates.ClientOptions("localhost"), source.Token);
        await source.CancelAsync();
        Assert.Equal(source.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => Within(connecting))).CancellationToken);
        Assert.Equal(PeerState.Gone, pair.Client.PeerState);
        await pair.DisposeAsync();
    }

    [Fact]
    public async Task SecondHandshake_WithTheSameOptions_ResumesTheSession()
    {
        // A host of its own: sessions are kept for the process.
        using var certificate = TestCertificates.Issue("resumption.example");
        var (server, client) = (TestCertificates.ServerOptions(certificate), TestCertificates.ClientOptions("resumption.example"));
        var (first, second) = (await HandshakeBytesAsync(server, client), await HandshakeBytesAsync(server, client));

        // The certificate and its signature are not sent again.
        Assert.InRange(second, 1, first - 500);
    }

    [Fact]
    public async Task ClientCertificate_IsSeenByTheServer()
    {
        using var certificate = TestCertificates.Issue("client");
        var options = TestCertificates.ServerOptions(TestCertificates.Localhost);
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, presented, _, _) => presented is not null;
        var offered = TestCertificates.ClientOptions("localhost");
        offered.ClientCertificates = [certificate];
        await using var pair = await SecureAsync(await ConnectAsync(), options, offered);
        Assert.Equal(certificate, Assert.IsType<TlsConnection>(pair.Server).RemoteCertificate);
    }

    [Fact]
    public async Task End_WithNotify_IsAnEnd()
    {
        await using var pair = await SecureAsync(await ConnectAsync());
        await SendAsync(pair.Server.Output, [1, 2]);
        await Within(pair.Server.CloseOutputAsync());
        Assert.Equal([1, 2], await ReceiveAllAsync(pair.Client.Input));
        Assert.False(pair.Client.EndedWithoutNotify);
    }

    [Fact]
    public async Task Dispose_NotifiesThePeer()
    {
        await using var pair = await SecureAsync(await ConnectAsync());
        await SendAsync(pair.Server.Output, [1, 2]);
        await Within(pair.Server.DisposeAsync());
        Assert.Equal([1, 2], await ReceiveAllAsync(pair.Client.Input));
        Assert.False(pair.Client.EndedWithoutNotify);
    }

    [Fact] // RFC 8446 §6.1
    public async Task End_WithoutNotify_IsTold()
    {
        var beneath = await ConnectAsync();
        await using var pair = await SecureAsync(beneath);
        await SendAsync(pair.Server.Output, [1, 2]);
        await Within(beneath.Server.CloseOutputAsync());
        Assert.Equal([1, 2], await ReceiveAllAsync(pair.Client.Input));
        Assert.True(pair.Client.EndedWithoutNotify);
        Assert.Equal(PeerState.HalfClosed, pair.Client.PeerState);
    }

    [Fact]
    public async Task End_InTheMiddleOfARecord_IsTold()
    {
        var beneath = await ConnectAsync();
        await using var pair = await SecureAsync(beneath);
        await SendAsync(pair.Server.Output, [1, 2]);
        await SendAsync(beneath.Server.Output, [23, 3, 3, 1, 0, 7]);
        await Within(beneath.Server.CloseOutputAsync());
        Assert.Equal([1, 2], await ReceiveAllAsync(pair.Client.Input));
        Assert.True(pair.Client.EndedWithoutNotify);
    }

    [Fact]
    public async Task Record_ThatIsForged_IsAFault()
    {
        var beneath = await ConnectAsync();
        await using var pair = await SecureAsync(beneath);
        await SendAsync(pair.Server.Output, [1, 2]);
        Assert.Equal([1, 2], await ReceiveAsync(pair.Client.Input, 2));
        await SendAsync(beneath.Server.Output, [23, 3, 3, 0, 32, .. new byte[32]]);
        Assert.Equal(TransportFault.Tls, (await Assert.ThrowsAsync<TransportException>(() => Within(pair.Client.Input.ReadAsync()))).Fault);
        Assert.Equal(PeerState.Gone, pair.Client.PeerState);
    }

    [Fact]
    public async Task SessionTickets_AreNoUnreadBytes()
    {
        await using var pair = await SecureAsync(await ConnectAsync());
        Assert.Equal(0, pair.Client.UnreadBytes);
        Assert.Equal(PeerState.Open, pair.Client.PeerState);
    }

    [Fact]
    public async Task PeerGone_TellsANotify_OfAConnectionThatIsIdle()
    {
        await using var pair = await SecureAsync(await ConnectAsync());
        var gone = GoneAsync(pair.Client);
        await Within(pair.Server.CloseOutputAsync());
        await Within(gone);
        Assert.Equal(PeerState.HalfClosed, pair.Client.PeerState);
    }

    [Fact]
    public async Task Record_OnOneThread_AllocatesNothing()
    {
        var (clientEnd, serverEnd) = InMemoryConnection.CreatePair(new InMemoryOptions { Slabs = Network.Slabs, Scheduler = PipeScheduler.Inline });
        await using var pair = await SecureAsync(new ConnectedPair(clientEnd, serverEnd));
        var bytes = Pattern(100);
        var lowest = long.MaxValue;
        for (var series = 0; series < 8 && lowest > 0; series++) { lowest = Math.Min(lowest, await SendManyAsync(pair, bytes)); }
        Assert.Equal(0, lowest);
    }

    /// <returns>Bytes that one message costs. Every step ends before it is awaited, so that all of it is this thread's.</returns>
    private static async Task<long> SendManyAsync(ConnectedPair pair, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            var read = pair.Server.Input.ReadAsync();
            await pair.Client.Output.WriteAsync(bytes);
            Assert.True(read.IsCompleted);
            pair.Server.Input.AdvanceTo((await read).Buffer.End);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;
    }

    private static async Task<ConnectedPair> SecureAsync(ConnectedPair pair, SslServerAuthenticationOptions? server = null, SslClientAuthenticationOptions? client = null)
    {
        var accepting = TlsConnection.AuthenticateAsServerAsync(pair.Server, server ?? s_server).AsTask();
        var connected = await Within(TlsConnection.AuthenticateAsClientAsync(pair.Client, client ?? TestCertificates.ClientOptions("localhost")));
        return new ConnectedPair(connected, await Within(accepting));
    }

    /// <summary>What the server sends until the first byte of content is read.</summary>
    private async Task<long> HandshakeBytesAsync(SslServerAuthenticationOptions server, SslClientAuthenticationOptions client)
    {
        var beneath = await ConnectAsync();
        await using var pair = await SecureAsync(beneath, server, client);
        await SendAsync(pair.Server.Output, [1]);
        pair.Client.Input.AdvanceTo((await BufferAsync(pair.Client.Input, 1)).End);
        return beneath.Server.SentBytes;
    }
}
