namespace Picard.Gen;

/// <summary>Response content as a stream. It cannot be written to synchronously: that would block a loop.</summary>
internal sealed class ContentWriteStream(ContentWriter content) : AsynchronousStream
{
    public override bool CanWrite => true;

    /// <exception cref="ExchangeException">The client is gone.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(await content.WriteAsync(buffer).ConfigureAwait(false));
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(await content.FlushAsync().ConfigureAwait(false));
    }

    private static void Check(Flow flow)
    {
        if (flow == Flow.Closed)
        {
            throw new ExchangeException(AbortReason.ClientGone, "The client is gone, or wants no content: nothing that is written reaches it.");
        }
    }
}
