namespace Picard.Gen;

/// <summary>How a sequence of items is sent that come one after the other: as JSON Lines, paced by the client.</summary>
internal sealed class LinesShape<T> : ItemsShape<IAsyncEnumerable<T>>
{
    private const string ContentType = "application/jsonl";

    // Up to here an item is copied behind those before it, so that many small ones go out together.
    private const int MaxCopiedBytes = 8 * 1024;

    private static LinesShape<T>? s_known;

    private readonly Shape<T> _item;

    private LinesShape(Shape<T> item) => _item = item;

    public static LinesShape<T> Of(Shape<T> item) => s_known is { } known && ReferenceEquals(known._item, item) ? known : s_known = new LinesShape<T>(item);

    internal override ExchangeStep Send(Exchange exchange, IAsyncEnumerable<T> value) =>
        ItemStream.Send(exchange, value, ContentType, fields: null, (content, items) => PumpAsync(exchange, content, items, _item));

    internal override string MediaTypes => "application/jsonl or application/x-ndjson, in UTF-8";

    internal override bool Takes(RequestMediaType type) => type.IsAbsent
        || ((type.Is("application/jsonl"u8) || type.Is("application/x-ndjson"u8) || type.Is("application/ndjson"u8) || type.Is("application/x-jsonlines"u8)) && type.IsUtf8());

    internal override IAsyncEnumerable<T> Receive(ContentReader content, string parameter) => new LineItems<T>(content, _item, parameter);

    private static async ValueTask PumpAsync(Exchange exchange, ContentWriter content, IAsyncEnumerator<T> items, Shape<T> shape)
    {
        while (true)
        {
            // One wait at a time: while the method may wait for content, what it has sent goes out before; otherwise while it waits for something else.
            var takesTurns = exchange.TakesTurns;
            if (takesTurns && await content.FlushAsync().ConfigureAwait(false) == Flow.Closed)
            {
                return;
            }

            var next = items.MoveNextAsync();
            if (!takesTurns && !next.IsCompleted && await content.FlushAsync().ConfigureAwait(false) == Flow.Closed)
            {
                // Nothing more reaches the client; the enumerator was told by its token.
                _ = await next.ConfigureAwait(false);
                return;
            }

            if (!await next.ConfigureAwait(false) || await WriteAsync(content, items.Current, shape).ConfigureAwait(false) == Flow.Closed)
            {
                return;
            }
        }
    }

    private static async ValueTask<Flow> WriteAsync(ContentWriter content, T item, Shape<T> shape)
    {
        var json = JsonContent.Rent();
        try
        {
            json.Write(shape, item);
            json.WriteLineEnd();
            var line = json.Written;
            if (line.Length > MaxCopiedBytes)
            {
                return await content.WriteAsync(line).ConfigureAwait(false);
            }

            var flow = content.Write(line.Span);
            return flow == Flow.Paused ? await content.FlushAsync().ConfigureAwait(false) : flow;
        }
        finally
        {
            json.Return();
        }
    }
}
