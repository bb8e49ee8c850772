using System.Net.Security;

namespace Picard.Transport.Tests;

/// <summary>TLS over another network: what holds for its connections must hold for their content.</summary>
public abstract class TlsNetwork<TBeneath> : TestNetwork
    where TBeneath : TestNetwork, new()
{
    // One object each, as servers and clients have: sessions are resumed.
    private readonly SslServerAuthenticationOptions _server = TestCertificates.ServerOptions(TestCertificates.Localhost);
    private readonly SslClientAuthenticationOptions _client = TestCertificates.ClientOptions("localhost");
    private readonly TBeneath _beneath = new();

    public override SlabPool Slabs => _beneath.Slabs;

    public override async ValueTask<ConnectedPair> ConnectAsync()
    {
        var pair = await _beneath.ConnectAsync();
        var accepting = TlsConnection.AuthenticateAsServerAsync(pair.Server, _server).AsTask();
        var client = await TlsConnection.AuthenticateAsClientAsync(pair.Client, _client);
        var server = await accepting;

        // The session tickets come before the first byte of content, and would stay unread in a client that only writes.
        await server.Output.WriteAsync(new byte[] { 1 });
        var first = await client.Input.ReadAsync();
        client.Input.AdvanceTo(first.Buffer.End);
        return new ConnectedPair(client, server);
    }

    public override ValueTask StopAsync() => _beneath.StopAsync();
}

public sealed class TlsInMemoryNetwork : TlsNetwork<InMemoryNetwork>;

public sealed class TlsSocketNetwork : TlsNetwork<SocketNetwork>;

public sealed class TlsEpollNetwork : TlsNetwork<EpollNetwork>;
