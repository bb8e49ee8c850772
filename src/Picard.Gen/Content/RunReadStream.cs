namespace Picard.Gen;

/// <summary>Runs of octets as a stream. It cannot be read synchronously: that would block a loop.</summary>
internal abstract class RunReadStream : AsynchronousStream
{
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rest.IsEmpty)
        {
            _rest = await ReadRunAsync().ConfigureAwait(false);
        }

        var length = Math.Min(_rest.Length, buffer.Length);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The next run; empty at the end.</summary>
    protected abstract ValueTask<ReadOnlyMemory<byte>> ReadRunAsync();
}
