using System.Net;
using System.Threading.Channels;
using Picard.Transport;

namespace Picard.Client.Tests;

/// <summary>A network of one server whose every octet the test decides on: connections are in-memory pairs, and the test has the server's ends.</summary>
internal sealed class ScriptedNetwork : TransportConnector
{
    private readonly Channel<ScriptedPeer> _accepted = Channel.CreateBounded<ScriptedPeer>(64);
    private int _connections;

    /// <summary>Connections made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How far a writer may run ahead of its reader.</summary>
    public Watermarks Watermarks { get; init; } = new();

    /// <summary>The next connection of the client, seen from the server.</summary>
    public async Task<ScriptedPeer> AcceptAsync() => await _accepted.Reader.ReadAsync();

    public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Watermarks = Watermarks });
        Interlocked.Increment(ref _connections);
        Assert.True(_accepted.Writer.TryWrite(new ScriptedPeer(server)));
        return new ValueTask<TransportConnection>(client);
    }
}
