using System.Net.ServerSentEvents;
using System.Text;

namespace Picard.Gen;

/// <summary>The Server-Sent Events of a request's content, read as they are asked for. The platform's parser does the parsing.</summary>
internal sealed class EventItems<T>(ContentReader content, Shape<T> payload, string parameter) : IAsyncEnumerable<SseItem<T>>
{
    private long _number;
    private bool _isBegun;

    private string Item => $"Event {_number}";

    public IAsyncEnumerator<SseItem<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_isBegun)
        {
            throw new InvalidOperationException("The items of a request are read once: they are not kept.");
        }

        _isBegun = true;
        return SseParser.Create(new EventStream(content, TooLong), Parse).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    private T Parse(string eventType, ReadOnlySpan<byte> octets)
    {
        _number++;
        if (typeof(T) == typeof(string))
        {
            return (T)(object)Encoding.UTF8.GetString(octets);
        }

        if (!JsonInput.TryRead(octets, payload, out var value, out var path, out var matter))
        {
            throw new ExchangeException(ContentProblem.InvalidItem(parameter, Item, path, matter));
        }

        if (value is null && !typeof(T).IsValueType)
        {
            throw new ExchangeException(ContentProblem.InvalidItem(parameter, Item, "", "is null"));
        }

        return Violations.Of(value) is { Count: > 0 } violations
            ? throw new ExchangeException(violations.ToProblem(parameter, $"{Item} of the content"))
            : value;
    }

    private ExchangeException TooLong()
    {
        _number++;
        return new ExchangeException(ContentProblem.LongItem(parameter, Item, EventStream.MaxItemBytes));
    }
}
