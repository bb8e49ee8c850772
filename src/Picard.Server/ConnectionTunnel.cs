using Picard.Gen;
using Picard.Transport;

namespace Picard.Server;

/// <summary>A connection as a stream, for a handler's task that has turned its exchange into a tunnel.</summary>
/// <remarks>
/// Reading and writing go on side by side, each on the thread that asks. A write completes when the transport has taken all of it: awaiting it is the backpressure, and
/// what is not read stays with the peer. Nothing is buffered here. A peer that takes nothing is watched as one that reads a response; one that sends nothing is not.
/// </remarks>
internal sealed class ConnectionTunnel(ServerConnection connection, TransportConnection transport, ConnectionWatch watch, ServerShared server) : Tunnel
{
    // Limit: of what is offered to the transport at once from the caller's memory.
    private const int MaxLentBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private TaskCompletionSource? _quiet;
    private bool _isReading;
    private bool _isWriting;
    private bool _isEnded;

    /// <summary>How long the peer may take for what it is sent.</summary>
    public PacedOutput Pace { get; } = new(transport, watch, server);

    /// <summary>Whether nothing is to be read any more.</summary>
    public bool IsEnded
    {
        get
        {
            lock (_gate)
            {
                return _isEnded;
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter(ref _isReading);
        try
        {
            var bytes = await connection.ReadTunnelAsync(this, buffer).ConfigureAwait(false);
            if (bytes == 0 && buffer.Length > 0)
            {
                // A protocol in a tunnel says its own goodbye. After a FIN, and without it, nobody is there.
                watch.AbortExchange();
            }

            return bytes;
        }
        catch (TransportException lost)
        {
            watch.AbortExchange();
            throw new IOException("The client is gone.", lost);
        }
        finally
        {
            Leave(ref _isReading);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter(ref _isWriting);
        try
        {
            do
            {
                var slice = buffer[..Math.Min(buffer.Length, MaxLentBytes)];
                buffer = buffer[slice.Length..];
                await SendAsync(slice).ConfigureAwait(false);
            }
            while (!buffer.IsEmpty);
        }
        finally
        {
            Leave(ref _isWriting);
        }
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        watch.AbortExchange(AbortReason.Handler);
        transport.Abort();
    }

    /// <inheritdoc/>
    public override CancellationTokenSource LimitClose() => new(server.Options.WebSocketCloseTimeout, server.Options.TimeProvider);

    /// <inheritdoc/>
    public override async ValueTask EndAsync()
    {
        Dispose();
        TaskCompletionSource? quiet = null;
        lock (_gate)
        {
            if (_isReading || _isWriting)
            {
                quiet = _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        if (quiet is not null)
        {
            await quiet.Task.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        bool isReading, isWriting;
        lock (_gate)
        {
            _isEnded = true;
            (isReading, isWriting) = (_isReading, _isWriting);
        }

        if (HasFailed?.Invoke() == true)
        {
            watch.AbortExchange();
            transport.Abort();
        }

        // Outside the lock: what is cancelled may go on here and now.
        if (isReading)
        {
            transport.Input.CancelPendingRead();
        }

        if (isWriting)
        {
            transport.Output.CancelPendingFlush();
        }

        base.Dispose(disposing);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> slice)
    {
        var writing = transport.Output.WriteAsync(slice);
        while (true)
        {
            if (!writing.IsCompleted)
            {
                Pace.BeginWait();
            }

            var flushed = await writing.ConfigureAwait(false);
            Pace.EndWait();
            if (flushed.IsCompleted)
            {
                watch.AbortExchange();
                throw new IOException("The client is gone.");
            }

            if (transport.Output.UnflushedBytes == 0)
            {
                return;
            }

            // It was cancelled: by our end, or for a wait that had just ended.
            ObjectDisposedException.ThrowIf(IsEnded, this);
            writing = transport.Output.FlushAsync();
        }
    }

    private void Enter(ref bool isBusy)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            if (isBusy)
            {
                throw new InvalidOperationException("A tunnel is read once at a time, and written once at a time.");
            }

            isBusy = true;
        }
    }

    private void Leave(ref bool isBusy)
    {
        TaskCompletionSource? quiet = null;
        lock (_gate)
        {
            isBusy = false;
            if (!_isReading && !_isWriting)
            {
                quiet = _quiet;
            }
        }

        quiet?.TrySetResult();
    }
}
