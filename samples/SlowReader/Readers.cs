using System.Net;
using System.Net.Sockets;

/// <summary>Clients that ask for everything, read a little of it, and stop. They hold no memory of their own: what they read goes into one array.</summary>
internal sealed class Readers : IDisposable
{
    // Of each response: enough to see that it has begun.
    private const int ReadBytes = 4 * 1024;

    private static readonly byte[] s_sink = new byte[ReadBytes];

    private readonly List<Socket> _sockets = [];

    public long ReceivedBytes { get; private set; }

    public async Task StartAsync(int port, int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            // A small window, so that what is on its way is the server's and not the kernel's on this side.
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReadBytes };
            _sockets.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            await socket.SendAsync("GET /produce/1048576 HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), cancellationToken);
            ReceivedBytes += await socket.ReceiveAsync(s_sink, cancellationToken);
        }
    }

    public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());
}
