using System.Net;
using System.Threading.Channels;
using Picard.Client.Tests;
using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Proxy.Tests;

/// <summary>A server behind the proxy, whose every octet the test decides on.</summary>
internal sealed class UpstreamServer : TransportConnector
{
    // A real deadline, so that a test that would wait for ever fails instead. It never decides an outcome.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Channel<ScriptedPeer> _accepted = Channel.CreateBounded<ScriptedPeer>(1024);
    private readonly SocketListener? _listener;
    private int _connections;

    public UpstreamServer(Network network)
    {
        if (network != Network.InMemory)
        {
            _listener = SocketListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Start(Accept);
        }
    }

    /// <summary>Where the gateway finds it.</summary>
    public string Url => _listener is null ? "http://127.0.0.1:9000" : $"http://{_listener.LocalEndPoint}";

    /// <summary>Connections made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Whether connecting is refused.</summary>
    public bool Refuses { get; set; }

    /// <summary>How far a writer may run ahead of its reader, in memory.</summary>
    public Watermarks Watermarks { get; set; } = new();

    /// <summary>The gateway's way to it; null: by sockets.</summary>
    public TransportConnector? Connector => _listener is null ? this : null;

    /// <summary>The next connection of the gateway.</summary>
    public async Task<ScriptedPeer> AcceptAsync() => await _accepted.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        if (Refuses)
        {
            throw new TransportException(TransportFault.Refused, "The connection was refused.");
        }

        var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Watermarks = Watermarks });
        Accept(server);
        return new ValueTask<TransportConnection>(client);
    }

    public async Task StopAsync()
    {
        if (_listener is not null)
        {
            await _listener.StopAsync();
        }
    }

    private void Accept(TransportConnection connection)
    {
        Interlocked.Increment(ref _connections);
        Assert.True(_accepted.Writer.TryWrite(new ScriptedPeer(connection)));
    }
}
