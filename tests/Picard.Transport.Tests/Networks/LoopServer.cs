using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Picard.Transport.Tests;

/// <summary>Event loops with one listener, whose clients are plain sockets: what the kernel does can be chosen exactly.</summary>
internal sealed class LoopServer : IAsyncDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    private readonly Channel<TransportConnection> _accepted = Channel.CreateUnbounded<TransportConnection>();
    private readonly TransportListener _listener;

    public LoopServer(LoopGroupOptions? options = null, EndPoint? endPoint = null)
    {
        Options = options ?? new LoopGroupOptions { LoopCount = 1, Slabs = new SlabPool() };
        Loops = new LoopGroup(Options);
        _listener = Loops.Bind(endPoint ?? new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Start(connection => _accepted.Writer.TryWrite(connection));
    }

    public LoopGroupOptions Options { get; }

    public LoopGroup Loops { get; }

    public EndPoint EndPoint => _listener.LocalEndPoint;

    public async Task<(Socket Client, TransportConnection Server)> ConnectAsync(Action<Socket>? before = null)
    {
        var client = new Socket(EndPoint.AddressFamily, SocketType.Stream, EndPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        if (EndPoint is IPEndPoint) { client.NoDelay = true; }
        before?.Invoke(client);
        await client.ConnectAsync(EndPoint).WaitAsync(s_hang);
        return (client, await AcceptedAsync());
    }

    public Task<TransportConnection> AcceptedAsync() => _accepted.Reader.ReadAsync().AsTask().WaitAsync(s_hang);

    public async ValueTask DisposeAsync()
    {
        await Loops.DisposeAsync();
        Assert.Equal(0, Options.Slabs.RentedCount);
    }
}
