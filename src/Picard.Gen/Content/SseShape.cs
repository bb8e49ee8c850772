using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>How the data of a Server-Sent Event is written: text as it is, anything else as JSON.</summary>
/// <typeparam name="T">The type of the data.</typeparam>
public sealed class SseShape<T> : ResultShape<SseItem<T>>
{
    private static SseShape<T>? s_known;

    private SseShape(Shape<T> payload) => Payload = payload;

    internal static SseShape<T> Of(Shape<T> payload) => s_known is { } known && ReferenceEquals(known.Payload, payload) ? known : s_known = new SseShape<T>(payload);

    internal override ExchangeStep Send(Exchange exchange, SseItem<T> value) =>
        throw new NotSupportedException("One Server-Sent Event is no response: return an IAsyncEnumerable of them.");

    /// <summary>How its data is read and written where it is no text.</summary>
    internal Shape<T> Payload { get; }

    /// <summary>Writes the data of an event; the formatter puts it into lines.</summary>
    internal void WritePayload(SseItem<T> item, System.Buffers.IBufferWriter<byte> destination)
    {
        if (item.Data is string text)
        {
            _ = Encoding.UTF8.GetBytes(text, destination);
            return;
        }

        var json = JsonContent.Rent();
        try
        {
            json.Write(Payload, item.Data);
            var octets = json.Written.Span;
            octets.CopyTo(destination.GetSpan(octets.Length));
            destination.Advance(octets.Length);
        }
        finally
        {
            json.Return();
        }
    }
}

/// <summary>How Server-Sent Events are sent, each as soon as it is there (HTML Living Standard, §9.2).</summary>
internal sealed class SseStreamShape<T> : ItemsShape<IAsyncEnumerable<SseItem<T>>>
{
    private static SseStreamShape<T>? s_known;

    private readonly SseShape<T> _item;

    private SseStreamShape(SseShape<T> item) => _item = item;

    public static SseStreamShape<T> Of(SseShape<T> item) => s_known is { } known && ReferenceEquals(known._item, item) ? known : s_known = new SseStreamShape<T>(item);

    internal override ExchangeStep Send(Exchange exchange, IAsyncEnumerable<SseItem<T>> value) => ItemStream.Send(
        exchange,
        value,
        "text/event-stream",
        static fields => fields.Set(KnownField.CacheControl, "no-cache"),
        (content, items) => PumpAsync(content, items));

    internal override string MediaTypes => "text/event-stream";

    internal override bool Takes(RequestMediaType type) => type.Is("text/event-stream"u8) && type.IsUtf8();

    internal override IAsyncEnumerable<SseItem<T>> Receive(ContentReader content, string parameter) => new EventItems<T>(content, _item.Payload, parameter);

    private async ValueTask PumpAsync(ContentWriter content, IAsyncEnumerator<SseItem<T>> items)
    {
        // The head goes out now: a browser shows its connection as open with it.
        if (await content.FlushAsync().ConfigureAwait(false) == Flow.Closed)
        {
            return;
        }

        var stream = content.AsStream();
        await using (stream.ConfigureAwait(false))
        {
            await SseFormatter.WriteAsync(Rest(items), stream, _item.WritePayload).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<SseItem<T>> Rest(IAsyncEnumerator<SseItem<T>> items)
    {
        while (await items.MoveNextAsync().ConfigureAwait(false))
        {
            yield return items.Current;
        }
    }
}
