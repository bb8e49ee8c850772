using System.Buffers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Picard.Server.Tests;
using Picard.Transport;
using Picard.Transport.Tests;

namespace Picard.Client.Tests;

/// <summary>A connector whose names, network and time the test has in its hands.</summary>
public abstract class ConnectingTest : IAsyncDisposable
{
    private readonly List<OriginConnector> _connectors = [];

    private protected FakeTime Time { get; } = new();

    private protected FakeNames Names { get; } = new();

    private protected FakeConnector Network { get; } = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var connector in _connectors)
        {
            await connector.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected OriginConnector Create(ClientTls? tls = null, ClientProxy? proxy = null)
    {
        var options = new ClientOptions { Connector = Network, TimeProvider = Time, Tls = tls ?? Trusting(), Proxy = proxy, MaxInterimResponses = 2 };
        var connector = new OriginConnector(options, Names.LookUpAsync, new Random(1));
        _connectors.Add(connector);
        return connector;
    }

    private protected static ClientTls Trusting() => new() { TrustedAuthorities = [TestCertificates.Authority] };

    private protected static Task<T> Within<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Reads some octets at the client's end.</summary>
    private protected static async Task<string> ReceiveAsync(TransportConnection connection, int count)
    {
        var read = await Within(connection.Input.ReadAtLeastAsync(count).AsTask());
        var octets = read.Buffer.Slice(0, count);
        var text = Encoding.Latin1.GetString(octets.ToArray());
        connection.Input.AdvanceTo(octets.End);
        return text;
    }

    /// <summary>The server's side of a handshake.</summary>
    private protected static async Task<TlsConnection> AcceptAsync(ScriptedPeer peer, X509Certificate2? certificate = null, Action<SslServerAuthenticationOptions>? configure = null)
    {
        var options = TestCertificates.ServerOptions(certificate ?? TestCertificates.Localhost);
        configure?.Invoke(options);
        return await Within(TlsConnection.AuthenticateAsServerAsync(peer.Connection, options).AsTask());
    }
}
