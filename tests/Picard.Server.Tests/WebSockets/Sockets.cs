using System.Net.WebSockets;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>WebSockets as users write them.</summary>
[Handler]
public partial class Sockets(EventLog log)
{
    [WebSocket("/sockets/echo")]
    private async ValueTask Echo(WebSocket socket, CancellationToken aborted)
    {
        using var registration = aborted.Register(() => log.Add("aborted"));
        log.Add("open");
        try
        {
            await EchoAsync(socket);
        }
        catch (WebSocketException fault)
        {
            log.Add($"fault:{fault.WebSocketErrorCode}");
            throw;
        }
        finally
        {
            log.Add($"end:{socket.State}:{socket.CloseStatus}:{socket.CloseStatusDescription}");
        }
    }

    // Is told twice that its client has left.
    [WebSocket("/sockets/leave")]
    private async ValueTask Leave(WebSocket socket, CancellationToken aborted)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = aborted.Register(cancelled.SetResult);
        log.Add("open");
        try
        {
            await EchoAsync(socket);
        }
        catch (WebSocketException fault)
        {
            log.Add($"fault:{fault.WebSocketErrorCode}");
            await cancelled.Task;
            log.Add("aborted");
            throw;
        }
    }

    [WebSocket("/sockets/rooms/{room}")]
    private async Task Room(string room, int times, WebSocket socket, Request request, [Service] Chance chance)
    {
        for (var i = 0; i < times; i++)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes($"{room}{i}{request.Target}{chance is not null}"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }

    // Sends to a client that has left, and ends with the first of two faults.
    [WebSocket("/sockets/late")]
    private async Task Late(WebSocket socket, CancellationToken aborted)
    {
        log.Add("open");
        await Until.CancelledAsync(aborted);
        var first = await Assert.ThrowsAsync<WebSocketException>(() => SayAsync(socket));
        _ = await Assert.ThrowsAsync<WebSocketException>(() => SayAsync(socket));
        log.Add("faults");
        throw first;
    }

    private static Task SayAsync(WebSocket socket) => socket.SendAsync("late"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    [WebSocket("/sockets/throw")]
    private ValueTask Throw(WebSocket socket) => throw new InvalidOperationException("thrown at once");

    [WebSocket("/sockets/throw-later")]
    private async ValueTask ThrowLater(WebSocket socket)
    {
        await ReceiveAsync(socket);
        throw new InvalidOperationException("thrown later");
    }

    [WebSocket("/sockets/abort")]
    private ValueTask Abort(WebSocket socket)
    {
        socket.Abort();
        return default;
    }

    [WebSocket("/sockets/dispose")]
    private ValueTask Dispose(WebSocket socket)
    {
        socket.Dispose();
        return default;
    }

    // Says goodbye first, and waits for the client's.
    [WebSocket("/sockets/close")]
    private async ValueTask Close(WebSocket socket)
    {
        await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "enough", CancellationToken.None);
        log.Add($"closed:{socket.CloseStatus}");
    }

    // Neither sends nor receives before the test says so.
    [WebSocket("/sockets/idle")]
    private async ValueTask Idle(WebSocket socket, CancellationToken aborted)
    {
        log.Add("open");
        try
        {
            await log.Gate.Task.WaitAsync(aborted);
        }
        catch (OperationCanceledException)
        {
            log.Add("aborted");
            throw;
        }

        await EchoAsync(socket);
    }

    [WebSocket("/sockets/flood")]
    private async ValueTask Flood(WebSocket socket, CancellationToken aborted)
    {
        var message = new byte[16 * 1024];
        log.Add("open");
        try
        {
            for (var sent = 0; sent < 4096; sent++)
            {
                await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                log.Add("sent");
            }
        }
        finally
        {
            log.Add($"end:{aborted.IsCancellationRequested}");
        }
    }

    // Many senders of one WebSocket.
    [WebSocket("/sockets/crowd")]
    private async ValueTask Crowd(WebSocket socket) => await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(
        async () => await socket.SendAsync(Encoding.UTF8.GetBytes($"{i:d3}" + new string('x', i * 100)), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None))));

    [WebSocket("/sockets/strict", Origins = ["https://a.example", "http://b.example:8080"], Protocols = ["chat.2", "chat.1"])]
    private ValueTask Strict(WebSocket socket)
    {
        log.Add($"protocol:{socket.SubProtocol ?? "none"}");
        return default;
    }

    [WebSocket("/sockets/open", Origins = new[] { WebSocketAttribute.AnyOrigin })]
    private ValueTask Open(WebSocket socket) => default;

    [WebSocket("/sockets/deflate", Compression = WebSocketCompression.Deflate)]
    private ValueTask Deflate(WebSocket socket) => EchoAsync(socket);

    [WebSocket("/sockets/deflate-each", Compression = WebSocketCompression.DeflateEachMessage)]
    private ValueTask DeflateEach(WebSocket socket) => EchoAsync(socket);

    [WebSocket("/sockets/answered", KeepAliveIntervalSeconds = 1)]
    private static ValueTask Answered(WebSocket socket) => EchoAsync(socket);

    [WebSocket("/sockets/ping", KeepAliveIntervalSeconds = 1, KeepAliveTimeoutSeconds = 1)]
    private async ValueTask Ping(WebSocket socket, CancellationToken aborted)
    {
        try
        {
            await EchoAsync(socket);
        }
        catch
        {
            // A moment after the fault of the socket, or before it.
            await Until.CancelledAsync(aborted);
            log.Add("aborted");
            throw;
        }
    }

    private static async ValueTask EchoAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
        }
    }

    private static async ValueTask ReceiveAsync(WebSocket socket) => _ = await socket.ReceiveAsync(new byte[4096].AsMemory(), CancellationToken.None);
}
