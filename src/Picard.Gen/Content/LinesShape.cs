namespace Picard.Gen;

/// <summary>How a sequence of items is sent that come one after the other: as JSON Lines, paced by the client.</summary>
internal sealed class LinesShape<T> : ResultShape<IAsyncEnumerable<T>>
{
    private const string ContentType = "application/jsonl";

    // Up to here an item is copied behind those before it, so that many small ones go out together.
    private const int MaxCopiedBytes = 8 * 1024;

    private static LinesShape<T>? s_known;

    private readonly Shape<T> _item;

    private LinesShape(Shape<T> item) => _item = item;

    public static LinesShape<T> Of(Shape<T> item) => s_known is { } known && ReferenceEquals(known._item, item) ? known : s_known = new LinesShape<T>(item);

    internal override ExchangeStep Send(Exchange exchange, IAsyncEnumerable<T> value) =>
        ItemStream.Send(exchange, value, ContentType, fields: null, (content, items) => PumpAsync(content, items, _item));

    private static async ValueTask PumpAsync(ContentWriter content, IAsyncEnumerator<T> items, Shape<T> shape)
    {
        while (true)
        {
            var next = items.MoveNextAsync();
            if (!next.IsCompleted && await content.FlushAsync().ConfigureAwait(false) == Flow.Closed)
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
