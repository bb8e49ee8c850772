using System.Buffers;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;

namespace Picard.Gen;

/// <summary>How a Server-Sent Event is written (HTML Living Standard, §9.2.5): text as it is, any other data as JSON.</summary>
/// <typeparam name="T">The type of the data.</typeparam>
public sealed class SseShape<T> : ResultShape<SseItem<T>>
{
    // The type that an event has if it does not say.
    private const string DefaultType = "message";

    private static SseShape<T>? s_known;

    private SseShape(Shape<T> payload) => Payload = payload;

    /// <summary>How data is read and written where it is no text.</summary>
    internal Shape<T> Payload { get; }

    internal static SseShape<T> Of(Shape<T> payload) => s_known is { } known && ReferenceEquals(known.Payload, payload) ? known : s_known = new SseShape<T>(payload);

    internal override ExchangeStep Send(Exchange exchange, SseItem<T> value) =>
        throw new NotSupportedException("One Server-Sent Event is no response: return an IAsyncEnumerable of them.");

    /// <summary>Writes an event, and the empty line that ends it.</summary>
    internal void Write(JsonContent octets, SseItem<T> item)
    {
        octets.Clear();
        if (item.EventType != DefaultType)
        {
            WriteField(octets, "event: "u8, item.EventType);
        }

        WritePayload(octets, item);
        if (item.EventId is { } id)
        {
            WriteField(octets, "id: "u8, id);
        }

        if (item.ReconnectionInterval is { } interval)
        {
            octets.Write("retry: "u8);
            _ = ((long)interval.TotalMilliseconds).TryFormat(octets.GetSpan(20), out var digits, default, CultureInfo.InvariantCulture);
            octets.Advance(digits);
            octets.WriteLineEnd();
        }

        octets.WriteLineEnd();
    }

    private static void WriteField(JsonContent octets, ReadOnlySpan<byte> name, string value)
    {
        // SseItem takes no line break in these.
        octets.Write(name);
        _ = Encoding.UTF8.GetBytes(value, octets);
        octets.WriteLineEnd();
    }

    private void WritePayload(JsonContent octets, SseItem<T> item)
    {
        octets.Write("data: "u8);
        var start = octets.Written.Length;
        if (item.Data is string text)
        {
            _ = Encoding.UTF8.GetBytes(text, octets);
        }
        else
        {
            octets.Append(Payload, item.Data);
        }

        if (octets.Written.Span[start..].IndexOfAny((byte)'\r', (byte)'\n') >= 0)
        {
            WriteLines(octets, start);
        }

        octets.WriteLineEnd();
    }

    /// <summary>Data of several lines: each is a field of its own, and CR, LF and CRLF all end one.</summary>
    private static void WriteLines(JsonContent octets, int start)
    {
        var length = octets.Written.Length - start;
        var copy = ArrayPool<byte>.Shared.Rent(length);
        octets.Written.Span[start..].CopyTo(copy);
        octets.TruncateTo(start);
        ReadOnlySpan<byte> rest = copy.AsSpan(0, length);
        for (var end = rest.IndexOfAny((byte)'\r', (byte)'\n'); end >= 0; end = rest.IndexOfAny((byte)'\r', (byte)'\n'))
        {
            octets.Write(rest[..end]);
            octets.Write("\ndata: "u8);
            rest = rest[(rest[end..].StartsWith("\r\n"u8) ? end + 2 : end + 1)..];
        }

        octets.Write(rest);
        ArrayPool<byte>.Shared.Return(copy);
    }
}

/// <summary>How Server-Sent Events are sent, each as soon as it is there.</summary>
internal sealed class SseStreamShape<T> : ItemsShape<IAsyncEnumerable<SseItem<T>>>, IItemFormat<SseItem<T>>
{
    private static SseStreamShape<T>? s_known;

    private readonly SseShape<T> _item;

    private SseStreamShape(SseShape<T> item) => _item = item;

    public string ContentType => "text/event-stream";

    public static SseStreamShape<T> Of(SseShape<T> item) => s_known is { } known && ReferenceEquals(known._item, item) ? known : s_known = new SseStreamShape<T>(item);

    public void SetFields(ResponseFields fields) => fields.Set(KnownField.CacheControl, "no-cache");

    public void Write(JsonContent octets, SseItem<T> item) => _item.Write(octets, item);

    internal override ExchangeStep Send(Exchange exchange, IAsyncEnumerable<SseItem<T>> value) => ItemStream.Send(exchange, value, this);

    internal override string MediaTypes => "text/event-stream";

    internal override bool Takes(RequestMediaType type) => type.Is("text/event-stream"u8) && type.IsUtf8();

    internal override IAsyncEnumerable<SseItem<T>> Receive(ContentReader content, string parameter) => new EventItems<T>(content, _item.Payload, parameter);
}
