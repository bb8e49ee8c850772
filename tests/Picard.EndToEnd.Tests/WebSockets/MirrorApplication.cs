using System.Net.WebSockets;

namespace Picard.EndToEnd.Tests.WebSockets;

[Application]
internal sealed partial class MirrorApplication;

/// <summary>A WebSocket that sends back what it gets.</summary>
[Handler(Application = typeof(MirrorApplication))]
internal sealed partial class Mirror
{
    [WebSocket("/mirror", Protocols = ["mirror.1"], Compression = WebSocketCompression.Deflate)]
    private static async ValueTask Reflect(WebSocket socket, CancellationToken aborted)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), aborted);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, aborted);
        }
    }

    [WebSocket("/fault")]
    private static async ValueTask Fail(WebSocket socket)
    {
        await socket.ReceiveAsync(new byte[16].AsMemory(), CancellationToken.None);
        throw new InvalidOperationException("The test wants it so.");
    }
}
