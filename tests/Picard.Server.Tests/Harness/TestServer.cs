using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>A server with a <see cref="TestHandler"/>, a clock of its own and a log that can be read.</summary>
/// <remarks>Its listener is the test's own, so that each connection can be watched on its way to the server; the end-to-end tests start servers as users do.</remarks>
internal sealed class TestServer : IAsyncDisposable
{
    // A real deadline, so that a test that would wait for ever fails instead. It never decides an outcome.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Network _network;
    private readonly Lock _gate = new();
    private readonly List<WatchedConnection> _accepted = [];
    private readonly List<TestPeer> _peers = [];
    private readonly SemaphoreSlim _changed = new(0);
    private LoopGroup? _loops;
    private TransportListener? _listener;

    private TestServer(Network network, ServerBasics basics, Func<ServerBasics, ServerOptions> options, Picard.Gen.IHandler? application)
    {
        _network = network;
        Time = basics.Time;
        Log = basics.Log;
        Meters = basics.Meters;
        Handler.Waits = () => _changed.Release();
        Server = PicardServer.Create(application ?? Handler, options(basics));
    }

    public TestHandler Handler { get; } = new();

    public FakeTime Time { get; }

    public MemoryLog Log { get; }

    public TestMeters Meters { get; }

    public PicardServer Server { get; }

    /// <summary>Where to connect to.</summary>
    public EndPoint? EndPoint => _listener?.LocalEndPoint;

    /// <summary>The server's ends of the connections.</summary>
    public IReadOnlyList<WatchedConnection> Accepted
    {
        get
        {
            lock (_gate)
            {
                return [.. _accepted];
            }
        }
    }

    public static Task<TestServer> StartAsync(Network network) =>
        StartAsync(network, static basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = basics.Log, MeterFactory = basics.Meters });

    /// <summary>A server for an application instead of the <see cref="TestHandler"/>.</summary>
    public static Task<TestServer> StartAsync(Network network, Picard.Gen.IHandler application) =>
        StartAsync(network, static basics => new ServerOptions { TimeProvider = basics.Time, LoggerFactory = basics.Log }, application);

    public static Task<TestServer> StartAsync(Network network, Func<ServerBasics, ServerOptions> options, Picard.Gen.IHandler? application = null)
    {
        var server = new TestServer(network, new ServerBasics(), options, application);
        server.Listen();
        return Task.FromResult(server);
    }

    public async Task<TestPeer> ConnectAsync(Watermarks? watermarks = null)
    {
        TransportConnection client;
        if (_listener is null)
        {
            (client, var accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Watermarks = watermarks ?? new Watermarks() });
            Accept(accepted);
        }
        else
        {
            client = await new SocketConnector().ConnectAsync(_listener.LocalEndPoint);
        }

        var peer = new TestPeer(client);
        lock (_gate)
        {
            _peers.Add(peer);
        }

        return peer;
    }

    /// <summary>Sends a whole conversation on a connection of its own and reads all that comes back.</summary>
    public async Task<string> ConverseAsync(string input)
    {
        await using var peer = await ConnectAsync();
        await peer.SendAsync(input);
        return await peer.ReadToEndAsync();
    }

    /// <summary>Completes when the server has taken in all that was sent to it, and waits for its peers, or for its handlers.</summary>
    public async Task SettleAsync()
    {
        while (!IsSettled())
        {
            Assert.True(await _changed.WaitAsync(s_patience), "The server did not come to rest.");
        }

        // A driver that has begun to read says a moment later until when it waits. Time that passes in between would be lost on it.
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (_network != Network.InMemory && !Server.Shared.Timer.Snapshot().All(static watch => watch.IsWaiting))
        {
            Assert.True(since.Elapsed < s_patience, "The server did not come to wait.");
            await Task.Yield();
        }
    }

    /// <summary>Lets the server come to rest, and then time pass.</summary>
    public async Task AdvanceAsync(double seconds)
    {
        await SettleAsync();
        Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Completes when the server has no connection left.</summary>
    public async Task EmptyAsync()
    {
        // A connection that was just accepted counts before it is watched.
        var since = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            await Server.Shared.Timer.WhenEmptyAsync().WaitAsync(s_patience);
            await Task.Yield();
            Assert.True(since.Elapsed < s_patience, "The server keeps connections.");
        }
        while (Server.OpenConnections != 0);
    }

    /// <summary>Nothing was logged that somebody would be woken for.</summary>
    public void AssertQuietLog() => Assert.Empty(Log.From(LogLevel.Information));

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.StopAsync();
        }

        await Server.DisposeAsync();
        Meters.Dispose();
        if (_loops is not null)
        {
            await _loops.DisposeAsync();
        }
    }

    private void Listen()
    {
        _loops = _network is Network.EventLoops or Network.UnixSockets ? new LoopGroup(new LoopGroupOptions { LoopCount = 2 }) : null;
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        _listener = _network switch
        {
            Network.InMemory => null,
            Network.Sockets => SocketListener.Bind(loopback),
            Network.EventLoops => _loops!.Bind(loopback),
            _ => _loops!.Bind(new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock"))),
        };
        _listener?.Start(Accept);
    }

    private void Accept(TransportConnection accepted)
    {
        // In memory everything is inline, and there is nothing to watch for.
        if (_network == Network.InMemory)
        {
            Server.Accept(accepted);
            return;
        }

        var watched = new WatchedConnection(accepted, () => _changed.Release());
        lock (_gate)
        {
            _accepted.Add(watched);
        }

        Server.Accept(watched);
    }

    private bool IsSettled()
    {
        if (_network == Network.InMemory)
        {
            return true;
        }

        lock (_gate)
        {
            var isRead = _accepted.Any(connection => connection.IsBlockedByPeer) || _accepted.Sum(connection => connection.ReceivedBytes) == _peers.Sum(peer => peer.SentBytes);
            return isRead && _accepted.Count == _peers.Count && _accepted.Count(connection => !connection.IsWaiting) == Handler.Waiting;
        }
    }
}
