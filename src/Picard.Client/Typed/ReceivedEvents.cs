using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text;
using Picard.Gen;

namespace Picard.Client;

/// <summary>The Server-Sent Events of a response. The platform's parser does the parsing.</summary>
internal sealed class ReceivedEvents<T>(ClientCall call, Shape<T> payload, CancellationToken cancellationToken) : ReceivedItems<SseItem<T>>(call, cancellationToken)
{
    private IAsyncEnumerator<SseItem<T>>? _events;
    private long _number;

    protected override async ValueTask<bool> TryReadAsync()
    {
        _events ??= SseParser.Create(new EventOctets(this), (_, octets) => Parse(octets)).EnumerateAsync().GetAsyncEnumerator();
        if (!await _events.MoveNextAsync().ConfigureAwait(false))
        {
            return false;
        }

        Current = _events.Current;
        return true;
    }

    protected override void Release() => _events = null;

    private T Parse(ReadOnlySpan<byte> octets)
    {
        _number++;
        if (typeof(T) == typeof(string))
        {
            return (T)(object)Encoding.UTF8.GetString(octets);
        }

        return JsonInput.TryRead(octets, payload, out var value, out var path, out var matter) ? value : throw Bad(_number, $"is not the JSON that is expected: {path} {matter}");
    }

    private RequestException TooLong() => Bad(_number + 1, $"is longer than the {MaxItemBytes} octets that an event may have");

    /// <summary>The content for a parser that gathers an event until the empty line that ends it, and has no limit of its own.</summary>
    private sealed class EventOctets(ReceivedEvents<T> events) : AsynchronousStream
    {
        private readonly EventLength _length = new(MaxItemBytes);
        private ReadOnlySequence<byte> _rest;

        public override bool CanRead => true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.IsEmpty)
            {
                _rest = await events.ReadAsync().ConfigureAwait(false);
            }

            var length = (int)Math.Min(_rest.Length, buffer.Length);
            _rest.Slice(0, length).CopyTo(buffer.Span);
            _rest = _rest.Slice(length);
            return _length.TryCount(buffer.Span[..length]) ? length : throw events.TooLong();
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
