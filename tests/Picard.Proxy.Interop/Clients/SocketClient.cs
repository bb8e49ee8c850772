using System.Diagnostics;
using System.Net.WebSockets;
using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary><c>ClientWebSocket</c> of .NET, against a server that says what it hears.</summary>
internal sealed class SocketClient : GatewayClient
{
    public override string Name => "websocket";

    public override bool NeedsSocket => true;

    public override IReadOnlyDictionary<string, Func<string, Task>> Checks { get; } = new Dictionary<string, Func<string, Task>>
    {
        ["echo"] = static at => EchoAsync(at, TimeSpan.Zero),
        ["concurrent"] = static at => Task.WhenAll(Enumerable.Range(0, 16).Select(_ => EchoAsync(at, TimeSpan.Zero))),
        ["left open"] = LeaveAsync,
    };

    /// <summary>Sends messages of every size, each when the one before it is back, for as long as is asked.</summary>
    public static async Task EchoAsync(string at, TimeSpan time)
    {
        using var socket = await ConnectAsync(at);
        var received = new byte[128 * 1024];
        var clock = Stopwatch.StartNew();
        do
        {
            for (var length = 1; length <= received.Length; length *= 3)
            {
                var message = Pattern.Of(length);
                await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                Require.That(received.AsSpan(0, await ReceiveAsync(socket, received)).SequenceEqual(message), $"a message of {length} octets has come back otherwise");
            }
        }
        while (clock.Elapsed < time);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        Require.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus, "the status of the close");
    }

    // More of them than the gateway has connections: each end must reach the server, or no other is let in.
    private static async Task LeaveAsync(string at)
    {
        for (var i = 0; i < 100; i++)
        {
            using var socket = await ConnectAsync(at);
            await socket.SendAsync(Pattern.Of(10), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            socket.Abort();
        }

        await EchoAsync(at, TimeSpan.Zero);
    }

    private static async Task<ClientWebSocket> ConnectAsync(string at)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        await socket.ConnectAsync(new UriBuilder(at) { Scheme = "ws", Path = "/socket" }.Uri, CancellationToken.None);
        return socket;
    }

    private static async Task<int> ReceiveAsync(ClientWebSocket socket, byte[] message)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(message.AsMemory(length), CancellationToken.None);
            length += part.Count;
            if (part.EndOfMessage)
            {
                return length;
            }
        }
    }
}
