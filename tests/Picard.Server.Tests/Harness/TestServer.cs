using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>A server with a <see cref="TestHandler"/>, a clock of its own and a log that can be read.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly Network _network;

    private TestServer(Network network, Func<ServerOptions> options, FakeTime time, MemoryLog log)
    {
        _network = network;
        Time = time;
        Log = log;
        Server = PicardServer.Create(Handler, options());
    }

    public TestHandler Handler { get; } = new();

    public FakeTime Time { get; }

    public MemoryLog Log { get; }

    public PicardServer Server { get; }

    public static Task<TestServer> StartAsync(Network network) =>
        StartAsync(network, static (time, log) => new ServerOptions { Urls = ["http://127.0.0.1:0"], TimeProvider = time, LoggerFactory = log });

    public static async Task<TestServer> StartAsync(Network network, Func<FakeTime, MemoryLog, ServerOptions> options)
    {
        var time = new FakeTime();
        var log = new MemoryLog();
        var server = new TestServer(network, () => options(time, log), time, log);
        if (network == Network.Sockets)
        {
            await server.Server.StartAsync();
        }

        return server;
    }

    public async Task<TestPeer> ConnectAsync(Watermarks? watermarks = null)
    {
        if (_network == Network.Sockets)
        {
            var address = new Uri(Server.Addresses[0]);
            return new TestPeer(await new SocketConnector().ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port)));
        }

        var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Watermarks = watermarks ?? new Watermarks() });
        Server.Accept(server);
        return new TestPeer(client);
    }

    /// <summary>Sends a whole conversation on a connection of its own and reads all that comes back.</summary>
    public async Task<string> ConverseAsync(string input)
    {
        await using var peer = await ConnectAsync();
        await peer.SendAsync(input);
        return await peer.ReadToEndAsync();
    }

    /// <summary>Nothing was logged that somebody would be woken for.</summary>
    public void AssertQuietLog() => Assert.DoesNotContain(Log.From(LogLevel.Information), line => !line.Text.StartsWith("Listening", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
