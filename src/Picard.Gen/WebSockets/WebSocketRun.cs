using System.Net.WebSockets;
using System.Runtime.ExceptionServices;

namespace Picard.Gen;

/// <summary>One WebSocket from its 101 to its end.</summary>
/// <remarks>
/// <code>
/// 101 ─► the user's method ─► returns   close 1000, or the client's own status back     ╲
///              │              throws    close 1011; the exception goes to the driver     ─► the client's close frame, for a while ─► FIN
///              │              client    left, or broke the protocol: nobody's fault     ╱
///              └─ the server stops: close 1001 at once, and the method goes on until it sees the answer, or the stop is out of patience
/// </code>
/// </remarks>
internal sealed class WebSocketRun(Exchange exchange, WebSocketRoute route, WebSocketHandshake handshake)
{
    /// <summary>What the user's method gets.</summary>
    public ServerWebSocket Socket { get; } = new();

    /// <summary>Sends 101, calls the user's method, and closes after it.</summary>
    /// <param name="method">The user's method with its arguments.</param>
    public async ValueTask RunAsync(Func<ValueTask> method)
    {
        var tunnel = exchange.OpenTunnel(WebSocketHandshake.Protocol, handshake.Fields);
        try
        {
            await tunnel.WriteAsync(ReadOnlyMemory<byte>.Empty).ConfigureAwait(false);
            Socket.Open(WebSocket.CreateFromStream(tunnel, Options()), tunnel);
            tunnel.HasFailed = () => Socket.State == WebSocketState.Aborted;
            var fault = await CallAsync(method).ConfigureAwait(false);
            await CloseAsync(tunnel, fault).ConfigureAwait(false);
            if (fault is not null)
            {
                throw Classified(fault);
            }
        }
        finally
        {
            await tunnel.EndAsync().ConfigureAwait(false);
        }
    }

    private WebSocketCreationOptions Options() => new()
    {
        IsServer = true,
        SubProtocol = handshake.SubProtocol,
        KeepAliveInterval = route.KeepAliveInterval,
        KeepAliveTimeout = route.KeepAliveTimeout,
        DangerousDeflateOptions = handshake.Deflate,
    };

    private async ValueTask<Exception?> CallAsync(Func<ValueTask> method)
    {
        // On the pool: a stop goes through all connections and waits for none.
        var stopping = exchange.Stopping.UnsafeRegister(static run => ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.LeaveAsync(), (WebSocketRun)run!, preferLocal: false), this);
        await using (stopping.ConfigureAwait(false))
        {
            try
            {
                await method().ConfigureAwait(false);
                return null;
            }
            catch (Exception fault)
            {
                return fault;
            }
        }
    }

    /// <summary>The server stops: the client is told, and its answer ends the method's receive loop.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            await Socket.TryCloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The server stops.", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception over) when (IsOver(over))
        {
            // The client was faster.
        }
    }

    private async ValueTask CloseAsync(Tunnel tunnel, Exception? fault)
    {
        var isFailed = fault is not null && !Socket.HasThrown(fault);
        var (status, description) = isFailed ? (WebSocketCloseStatus.InternalServerError, "The server failed.")
            : Socket is { State: WebSocketState.CloseReceived, CloseStatus: { } theirs } && theirs != WebSocketCloseStatus.Empty ? (theirs, Socket.CloseStatusDescription)
            : (WebSocketCloseStatus.NormalClosure, null);

        // A client that does not answer in time has had its close frame, and gets a FIN.
        tunnel.HasFailed = null;
        using var limit = tunnel.LimitClose();
        try
        {
            if (Socket.State is WebSocketState.Open or WebSocketState.CloseReceived or WebSocketState.CloseSent && !exchange.IsAborted)
            {
                await Socket.CloseAsync(status, description, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception over) when (IsOver(over))
        {
            // The client has left, or takes too long to answer: it gets our FIN all the same.
        }

        Socket.End();
        exchange.CloseTunnel();
    }

    /// <summary>What a client does is no failure of the handler's.</summary>
    private ExchangeException Classified(Exception fault)
    {
        if (!Socket.HasThrown(fault))
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        var isViolation = fault is WebSocketException { WebSocketErrorCode: not (WebSocketError.ConnectionClosedPrematurely or WebSocketError.InvalidState) };
        return new ExchangeException(isViolation ? Picard.AbortReason.Violation : Picard.AbortReason.ClientGone, fault.Message);
    }

    private static bool IsOver(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException;
}
