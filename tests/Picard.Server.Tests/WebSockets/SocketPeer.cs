using System.Net.WebSockets;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>A client of the tests' WebSockets: the handshake by hand, frames by the platform or by hand.</summary>
internal static class SocketPeer
{
    /// <summary>The key of RFC 6455 §1.3, and what it is answered with.</summary>
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    public const string Accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    public static string Handshake(string path, string fields = "") =>
        $"GET {path} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {Key}\r\nSec-WebSocket-Version: 13\r\n{fields}\r\n";

    /// <summary>Opens a WebSocket, whose frames are the test's business.</summary>
    /// <returns>The head of the 101.</returns>
    public static async Task<string> OpenAsync(this TestPeer peer, string path, string fields = "")
    {
        await peer.SendAsync(Handshake(path, fields));
        var head = await peer.ReadResponseAsync();
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nSec-WebSocket-Accept: {Accept}\r\n", head, StringComparison.Ordinal);
        return head;
    }

    /// <summary>Opens a WebSocket of the platform's.</summary>
    public static async Task<WebSocket> OpenSocketAsync(this TestPeer peer, string path, string fields = "", WebSocketDeflateOptions? deflate = null)
    {
        await peer.OpenAsync(path, fields);
        return WebSocket.CreateFromStream(new PeerStream(peer.Connection), new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = Timeout.InfiniteTimeSpan, DangerousDeflateOptions = deflate });
    }

    public static async Task SendAsync(this WebSocket socket, string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The next message as text, or the close as <c>close:STATUS:REASON</c>.</summary>
    public static async Task<string> ReceiveAsync(this WebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return $"close:{(int?)socket.CloseStatus}:{socket.CloseStatusDescription}";
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }
}
