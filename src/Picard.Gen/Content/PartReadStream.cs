namespace Picard.Gen;

/// <summary>The content of a part as a stream. It cannot be read synchronously: that would block a loop.</summary>
internal sealed class PartReadStream(MultipartPart part) : AsynchronousStream
{
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rest.IsEmpty)
        {
            _rest = await part.ReadAsync().ConfigureAwait(false);
        }

        var length = Math.Min(_rest.Length, buffer.Length);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
