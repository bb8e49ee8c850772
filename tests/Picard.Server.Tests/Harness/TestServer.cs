using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>A server with a <see cref="TestHandler"/>, a clock of its own and a log that can be read.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly Network _network;

    private TestServer(Network network, ServerBasics basics, Func<ServerBasics, ServerOptions> options)
    {
        _network = network;
        Time = basics.Time;
        Log = basics.Log;
        Server = PicardServer.Create(Handler, options(basics));
    }

    public TestHandler Handler { get; } = new();

    public FakeTime Time { get; }

    public MemoryLog Log { get; }

    public PicardServer Server { get; }

    public static Task<TestServer> StartAsync(Network network) => StartAsync(network, static basics => new ServerOptions
    {
        Urls = basics.Urls,
        Transport = basics.Transport,
        TimeProvider = basics.Time,
        LoggerFactory = basics.Log,
    });

    public static async Task<TestServer> StartAsync(Network network, Func<ServerBasics, ServerOptions> options)
    {
        var server = new TestServer(network, new ServerBasics(network), options);
        if (network != Network.InMemory)
        {
            await server.Server.StartAsync();
        }

        return server;
    }

    public async Task<TestPeer> ConnectAsync(Watermarks? watermarks = null)
    {
        if (_network != Network.InMemory)
        {
            return new TestPeer(await new SocketConnector().ConnectAsync(EndPointOf(Server.Addresses[0])));
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

    private static EndPoint EndPointOf(string address) => address.StartsWith("unix:", StringComparison.Ordinal)
        ? new UnixDomainSocketEndPoint(address["unix:".Length..])
        : new IPEndPoint(IPAddress.Loopback, new Uri(address).Port);
}
