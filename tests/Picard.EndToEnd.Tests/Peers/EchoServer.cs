using System.Net;

namespace Picard.EndToEnd.Tests.Peers;

/// <summary>The application of the Echo sample on real sockets. Its sizes are the defaults; its times are ones that no loaded machine meets by accident.</summary>
public class EchoServer : IAsyncLifetime
{
    private static readonly TimeSpan s_never = TimeSpan.FromHours(1);

    private readonly PicardServer _server;

    public EchoServer()
        : this(ServerTransport.Automatic)
    {
    }

    private protected EchoServer(ServerTransport transport) => _server = PicardServer.Create<App>(new ServerOptions
    {
        Urls = ["http://127.0.0.1:0"],
        Transport = transport,
        HeadTimeout = s_never,
        KeepAliveTimeout = s_never,
        UnreadContentTimeout = s_never,
        LingerTimeout = s_never,
        MinimumRequestRate = MinimumRate.None,
        MinimumResponseRate = MinimumRate.None,
    });

    public Uri Url => new(_server.Addresses[0]);

    public EndPoint EndPoint => new IPEndPoint(IPAddress.Loopback, Url.Port);

    public long AcceptedConnections => _server.AcceptedConnections;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();
}
