namespace Picard.Gen;

/// <summary>How a sequence of items is sent that come one after the other: as JSON Lines.</summary>
internal sealed class LinesShape<T> : ItemsShape<IAsyncEnumerable<T>>, IItemFormat<T>
{
    private static LinesShape<T>? s_known;

    private readonly Shape<T> _item;

    private LinesShape(Shape<T> item) => _item = item;

    public string ContentType => "application/jsonl";

    public static LinesShape<T> Of(Shape<T> item) => s_known is { } known && ReferenceEquals(known._item, item) ? known : s_known = new LinesShape<T>(item);

    public void SetFields(ResponseFields fields)
    {
    }

    public void Write(JsonContent octets, T item)
    {
        octets.Write(_item, item);
        octets.WriteLineEnd();
    }

    internal override ExchangeStep Send(Exchange exchange, IAsyncEnumerable<T> value) => ItemStream.Send(exchange, value, this);

    internal override string MediaTypes => "application/jsonl or application/x-ndjson, in UTF-8";

    internal override bool Takes(RequestMediaType type) => type.IsAbsent
        || ((type.Is("application/jsonl"u8) || type.Is("application/x-ndjson"u8) || type.Is("application/ndjson"u8) || type.Is("application/x-jsonlines"u8)) && type.IsUtf8());

    internal override IAsyncEnumerable<T> Receive(ContentReader content, string parameter) => new LineItems<T>(content, _item, parameter);
}
