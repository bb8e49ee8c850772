using System.Net.WebSockets;

namespace Picard.Gen;

/// <summary>The WebSocket that a route method gets. Sends take turns in it, whoever sends: the method, tasks of its own, and the server that closes when it stops.</summary>
/// <remarks>Receives do not: there is one at a time, as with any WebSocket, and the close frame of the client comes to whoever receives.</remarks>
internal sealed class ServerWebSocket : WebSocket
{
    private readonly SemaphoreSlim _sending = new(1, 1);
    private WebSocket? _inner;
    private Tunnel? _tunnel;

    /// <inheritdoc/>
    public override WebSocketCloseStatus? CloseStatus => Inner.CloseStatus;

    /// <inheritdoc/>
    public override string? CloseStatusDescription => Inner.CloseStatusDescription;

    /// <inheritdoc/>
    public override WebSocketState State => Inner.State;

    /// <inheritdoc/>
    public override string? SubProtocol => Inner.SubProtocol;

    private WebSocket Inner => _inner ?? throw new InvalidOperationException("The WebSocket is not open yet: it is when its method is called.");

    /// <summary>The handshake is done.</summary>
    public void Open(WebSocket inner, Tunnel tunnel) => (_inner, _tunnel) = (inner, tunnel);

    /// <summary>Whether an exception came out of this WebSocket because of its client, who has left or broken the protocol.</summary>
    // Whichever it was: of several tasks that send when the client leaves, each is thrown one of its own, and the method may end with any of them.
    public bool HasThrown(Exception exception) => exception is WebSocketException && ReferenceEquals(exception.Data[typeof(ServerWebSocket)], this);

    /// <inheritdoc/>
    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await Inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException fault)
        {
            Mark(fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await Inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException fault)
        {
            Mark(fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer, messageType, endOfMessage ? WebSocketMessageFlags.EndOfMessage : WebSocketMessageFlags.None, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, WebSocketMessageFlags messageFlags, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Inner.SendAsync(buffer, messageType, messageFlags, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketException fault)
        {
            Mark(fault);
            throw;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        if (Inner.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await TryCloseOutputAsync(closeStatus, statusDescription, cancellationToken).ConfigureAwait(false);
        }

        if (Inner.State is not WebSocketState.Closed)
        {
            // Only the client's close frame is missing, and nothing is sent any more: no turn is needed, and to keep one would hold up nobody but the receiver of that frame.
            await Inner.CloseAsync(closeStatus, statusDescription, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        _tunnel!.Abort();
        Inner.Abort();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // As with any WebSocket: to drop one that is open is to abort it.
        if (Inner.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            Abort();
        }
    }

    /// <summary>The method has returned, and nothing is sent or received any more.</summary>
    public void End() => Inner.Dispose();

    /// <summary>Sends a close frame unless one was sent, or none can be.</summary>
    public async Task TryCloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        // Race: the method and the server that stops both close; the second finds that it is done.
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Inner.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await Inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    private void Mark(WebSocketException fault) => fault.Data[typeof(ServerWebSocket)] = this;
}
