using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Server;

/// <summary>A connection for a handler's task that reads and writes side by side. Used for one exchange after another.</summary>
internal sealed class ConnectionRelay(ServerConnection connection, TransportConnection transport, Exchange exchange, ConnectionWatch watch, ServerShared server) : Relay
{
    private int _isReadCancelled;

    /// <summary>How long the client may take for what it is sent.</summary>
    public PacedOutput Pace { get; } = new(transport, watch, server);

    /// <inheritdoc/>
    public override PipeWriter Output => transport.Output;

    /// <inheritdoc/>
    public override long MissingBytes => connection.MissingRelayedBytes;

    /// <inheritdoc/>
    public override void ResumeRead() => Volatile.Write(ref _isReadCancelled, 0);

    /// <inheritdoc/>
    public override ValueTask<ReadOnlyMemory<byte>> ReadContentAsync() => connection.ReadRelayedAsync(this);

    /// <inheritdoc/>
    public override ValueTask<ReadOnlyMemory<byte>> ReadTunnelAsync() => connection.ReadRelayedTunnelAsync(this);

    /// <inheritdoc/>
    public override void CancelRead()
    {
        Volatile.Write(ref _isReadCancelled, 1);
        transport.Input.CancelPendingRead();
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public override async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> octets)
    {
        var writing = octets.IsEmpty ? Output.FlushAsync() : Output.WriteAsync(octets);
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
                return false;
            }

            if (Output.UnflushedBytes == 0 || exchange.IsAborted)
            {
                return !exchange.IsAborted;
            }

            // It was cancelled, for a wait that had just ended.
            writing = Output.FlushAsync();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CloseOutputAsync() => await transport.CloseOutputAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    public override void ExpectContent() => transport.Input.CancelPendingRead();

    /// <inheritdoc/>
    public override void BeginResponse() => watch.ServeHalfClosed();

    /// <inheritdoc/>
    public override void Abort(AbortReason reason)
    {
        watch.AbortExchange(reason);
        transport.Abort();
    }

    /// <exception cref="OperationCanceledException">Nothing is to be read any more.</exception>
    public void ThrowIfCancelled()
    {
        if (Volatile.Read(ref _isReadCancelled) != 0)
        {
            throw new OperationCanceledException("The request content is not wanted any more.");
        }
    }
}
