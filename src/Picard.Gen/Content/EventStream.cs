namespace Picard.Gen;

/// <summary>Request content for a parser that gathers an event until the empty line that ends it, and has no limit of its own.</summary>
internal sealed class EventStream(ContentReader content, Func<ExchangeException> tooLong) : AsynchronousStream
{
    /// <summary>Limit: of the octets from one empty line to the next. As for lines of JSON: an event is in memory as a whole.</summary>
    public const int MaxItemBytes = 64 * 1024;

    private readonly EventLength _length = new(MaxItemBytes);
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        content.Check();
        if (_rest.IsEmpty)
        {
            _rest = await content.ReadAsync().ConfigureAwait(false);
        }

        var length = Math.Min(_rest.Length, buffer.Length);
        if (!_length.TryCount(_rest.Span[..length]))
        {
            throw tooLong();
        }

        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
