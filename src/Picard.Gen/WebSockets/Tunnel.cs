namespace Picard.Gen;

/// <summary>The connection of an exchange that has become a tunnel, as a stream for the task of a route handler. Implemented by the driver.</summary>
/// <remarks>One read and one write at a time, on any threads. Disposing it ends both, and closes nothing: the driver does.</remarks>
internal abstract class Tunnel : AsynchronousStream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <summary>Asked when it is disposed: whether what runs over it has given the peer up, so that the exchange is aborted. Null: it has not.</summary>
    public Func<bool>? HasFailed { get; set; }

    /// <summary>Ends the connection at once, because the handler wants so.</summary>
    public abstract void Abort();

    /// <summary>Cancelled when a peer has had enough time to close its side of the protocol in the tunnel.</summary>
    public abstract CancellationTokenSource LimitClose();

    /// <summary>Ends what is still read or written.</summary>
    /// <returns>Completes when the driver may have the connection back.</returns>
    public abstract ValueTask EndAsync();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
