using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Picard.EndToEnd.Tests.Peers;

/// <summary>
/// A client that shares nothing with our parser: octets out, responses in. It is strict: CRLF only, and every response that may have content
/// says its length.
/// </summary>
internal sealed class RawConnection : IAsyncDisposable
{
    // Limit: a server that never answers fails its test instead of holding up all of them.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly CancellationTokenSource _patience = new(s_patience);
    private byte[] _received = new byte[4096];
    private int _receivedBytes;

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> ConnectAsync(EndPoint endPoint)
    {
        var isUnix = endPoint.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        if (!isUnix)
        {
            // Each send leaves at once: TCP_NODELAY.
            socket.NoDelay = true;
        }

        var connection = new RawConnection(socket);
        await socket.ConnectAsync(endPoint, connection._patience.Token);
        return connection;
    }

    /// <summary>Sends in one call.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[await _socket.SendAsync(octets, _patience.Token)..];
        }
    }

    public Task SendAsync(string octets) => SendAsync(Encoding.Latin1.GetBytes(octets));

    /// <summary>Sends FIN; answers can still be received.</summary>
    public void CloseOutput() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next response, also an interim one; null if the server has closed the connection after the one before.</summary>
    /// <param name="method">The method of the request that it answers.</param>
    public async Task<ReceivedResponse?> ReceiveAsync(string method)
    {
        int headBytes;
        while ((headBytes = _received.AsSpan(0, _receivedBytes).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                Assert.True(_receivedBytes == 0, $"closed within a response: {Encoding.Latin1.GetString(_received, 0, _receivedBytes)}");
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString(_received, 0, headBytes).Split("\r\n");
        Assert.Matches("^HTTP/1\\.1 [1-5][0-9]{2} [^\r\n]*$", lines[0]);
        var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        var fields = lines.Skip(1).Select(ParseField).ToArray();
        Consume(headBytes + 4);
        var head = new ReceivedResponse(status, fields, []);
        Assert.Null(head["Transfer-Encoding"]);
        return status < 200 || status is 204 or 304 || method == "HEAD"
            ? head
            : new ReceivedResponse(status, fields, await TakeAsync(int.Parse(head["Content-Length"] ?? "", NumberStyles.None, CultureInfo.InvariantCulture)));
    }

    /// <summary>The next final response; null if the server has closed the connection.</summary>
    public async Task<ReceivedResponse?> ReceiveFinalAsync(string method)
    {
        ReceivedResponse? response;
        do
        {
            response = await ReceiveAsync(method);
        }
        while (response is { Status: 100 });

        return response;
    }

    /// <summary>The one response that must come.</summary>
    public async Task<ReceivedResponse> RequireAsync(string method = "GET")
    {
        var response = await ReceiveAsync(method);
        Assert.NotNull(response);
        return response;
    }

    /// <summary>The server closes the connection and says nothing more before; then we close it too.</summary>
    public async Task RequireEndAsync()
    {
        Assert.Null(await ReceiveAsync("GET"));
        CloseOutput();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }

    private static (string Name, string Value) ParseField(string line)
    {
        Assert.Matches("^[!-9;-~]+: [^\r\n]*$", line);
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 2)..]);
    }

    private async Task<byte[]> TakeAsync(int bytes)
    {
        while (_receivedBytes < bytes)
        {
            Assert.True(await FillAsync(), $"closed after {_receivedBytes} of {bytes} octets of content");
        }

        var taken = _received[..bytes];
        Consume(bytes);
        return taken;
    }

    private void Consume(int bytes)
    {
        _receivedBytes -= bytes;
        _received.AsSpan(bytes, _receivedBytes).CopyTo(_received);
    }

    private async Task<bool> FillAsync()
    {
        if (_receivedBytes == _received.Length)
        {
            Array.Resize(ref _received, _received.Length * 2);
        }

        var bytes = await _socket.ReceiveAsync(_received.AsMemory(_receivedBytes), _patience.Token);
        _receivedBytes += bytes;
        return bytes > 0;
    }
}
