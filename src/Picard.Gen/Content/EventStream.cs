namespace Picard.Gen;

/// <summary>Request content for a parser that gathers an event until the empty line that ends it, and has no limit of its own.</summary>
internal sealed class EventStream(ContentReader content, Func<ExchangeException> tooLong) : AsynchronousStream
{
    /// <summary>Limit: of the octets from one empty line to the next. As for lines of JSON: an event is in memory as a whole.</summary>
    public const int MaxItemBytes = 64 * 1024;

    private ReadOnlyMemory<byte> _rest;
    private int _eventBytes;
    private bool _isAtLineStart = true;
    private bool _hasCr;

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
        Count(_rest.Span[..length]);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // HTML Living Standard §9.2.5: a line ends in CRLF, LF or CR, and an empty one ends the event.
    private void Count(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_hasCr && octets[0] == '\n')
            {
                octets = octets[1..];
                _hasCr = false;
                continue;
            }

            var end = octets.IndexOfAny((byte)'\r', (byte)'\n');
            var lineBytes = end < 0 ? octets.Length : end + 1;
            if (lineBytes > MaxItemBytes - _eventBytes)
            {
                throw tooLong();
            }

            _eventBytes = end == 0 && _isAtLineStart ? 0 : _eventBytes + lineBytes;
            _isAtLineStart = end >= 0;
            _hasCr = end >= 0 && octets[end] == '\r';
            octets = octets[lineBytes..];
        }
    }
}
