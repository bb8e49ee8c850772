using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;

namespace Picard.Gen.Generators.Tests;

/// <summary>A shop with everything in it.</summary>
[Application]
[OpenApi(Path = "/api/openapi.json", Title = "The \"shop\"", Version = "2.1")]
internal sealed partial class DescribedApplication;

/// <summary>What state an order is in.</summary>
public enum OrderState
{
    Open,
    Paid = 5,
    Sent,
}

[JsonConverter(typeof(JsonStringEnumConverter<Colour>))]
public enum Colour
{
    Red,
    [JsonStringEnumMemberName("deep blue")] Blue,
}

/// <summary>A line of an order.</summary>
/// <param name="Article">What is bought.</param>
/// <param name="Count">How many.</param>
public sealed record OrderLine(string Article, int Count = 1);

public abstract class Tracked
{
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What somebody buys.</summary>
public sealed class PlacedOrder : Tracked
{
    public required Guid Id { get; init; }

    public OrderState State { get; set; } = OrderState.Paid;

    [JsonPropertyName("lines")]
    public List<OrderLine> Items { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; set; }

    [JsonIgnore]
    public int Hidden { get; set; }

    public Colour? Paint { get; set; }

    public PlacedOrder? Parent { get; set; }

    public Dictionary<string, decimal> Prices { get; init; } = [];

    public byte[]? Signature { get; set; }

    public int Total => Items.Count;
}

public sealed record Slice<T>(IReadOnlyList<T> Items, int? Next);

public readonly record struct CustomerId(int Value) : IParsable<CustomerId>
{
    public static CustomerId Parse(string s, IFormatProvider? provider) => new(int.Parse(s, provider));

    public static bool TryParse(string? s, IFormatProvider? provider, out CustomerId result)
    {
        var isNumber = int.TryParse(s, provider, out var value);
        result = new(value);
        return isNumber;
    }
}

public sealed record OrderFilter(string Shelf, OrderState? State = null, [property: JsonIgnore][Header("x-tenant")] string Tenant = "main")
{
    /// <summary>How many at most.</summary>
    public int Size { get; init; } = 20;
}

/// <summary>Orders of the shop.</summary>
[Handler(Application = typeof(DescribedApplication))]
internal sealed partial class Purchases
{
    private static readonly PlacedOrder s_order = new()
    {
        Id = Guid.Empty,
        Items = [new OrderLine("pen", 3)],
        Prices = { ["pen"] = 1.5m },
        Signature = [1, 2],
        Paint = Colour.Blue,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Parent = new PlacedOrder { Id = Guid.Empty },
    };

    /// <summary>Finds an order.</summary>
    /// <remarks>By its <paramref name="id"/> alone.</remarks>
    /// <param name="id">Its number.</param>
    /// <param name="aborted">Cancelled when the client is gone.</param>
    /// <returns>The order.</returns>
    [Get("/orders/{id:guid}")]
    private ValueTask<PlacedOrder?> Find(Guid id, CancellationToken aborted) => new(aborted.IsCancellationRequested || id != Guid.Empty ? null : s_order);

    [Get("/orders")]
    private Slice<PlacedOrder> All(string? q, OrderState[] state, CustomerId? customer, int page = 1, [Header("accept-language")] string language = "en", [Cookie("session")] string? session = null) =>
        new([s_order], q is null && session is null && customer is null ? page + state.Length + language.Length : null);

    [Post("/orders"), MaxContent(65_536)]
    private Created<PlacedOrder> Add(PlacedOrder order) => Created.At("/orders/1", order);

    [Put("/orders/{number:int:min(1)}/{text:length(1,40)}")]
    private Results<PlacedOrder, NotFound, Conflict<OrderLine>> Replace(int number, string text, OrderLine? line) =>
        line is null ? default(NotFound) : number > 9 ? s_order : Conflict.With(line with { Article = text });

    [Delete("/orders/{number:range(1,9)}")]
    private StatusCode Remove(long number) => number == 1 ? StatusCode.NoContent : StatusCode.NotFound;

    [Get("/pages/{page?}"), ContentType("text/html")]
    private string Page(int? page) => $"<p>{page}</p>";

    [Get("/files/{**rest}")]
    private ReadOnlyMemory<byte> File(string rest) => System.Text.Encoding.UTF8.GetBytes(rest);

    [Get("/manuals/{name}")]
    private FileResponse? Manual(string name) => FileResponse.TryOpen(name, out var manual) ? manual : null;

    [Get("/shelves/{shelf:alpha}")]
    private async Task<Slice<OrderLine>> Shelf([Parameters] OrderFilter filter)
    {
        await Task.CompletedTask;
        return new Slice<OrderLine>([new OrderLine(filter.Shelf + filter.Tenant + filter.State)], filter.Size);
    }

    [Get("/shelves/{number:int}"), Obsolete("Use the name.")]
    private string Numbered(int number) => $"{number}";

    [Post("/octets")]
    private int Count(ReadOnlyMemory<byte> content) => content.Length;

    [Get("/rows")]
    private async IAsyncEnumerable<OrderLine> Rows()
    {
        await Task.CompletedTask;
        yield return new OrderLine("pen");
    }

    [Get("/ticks")]
    private async IAsyncEnumerable<SseItem<OrderLine>> Ticks()
    {
        await Task.CompletedTask;
        yield return new SseItem<OrderLine>(new OrderLine("pen"));
    }

    [Post("/upload")]
    private async Task Copy(ContentReader input, ContentWriter output)
    {
        while (await input.ReadAsync() is { IsEmpty: false } octets)
        {
            _ = await output.WriteAsync(octets);
        }
    }

    [Get("/old")]
    private Redirect Old() => Redirect.Permanent("/orders");

    [Get("/tuple")]
    private System.Text.Json.JsonElement Any() => default;

    [Patch("/nothing")]
    private void Nothing()
    {
    }

    [Get("/odd=ü/{a}")]
    private Problem Odd(string a) => new(StatusCode.Conflict) { Detail = a };

    [Fallback]
    private StatusCode Other() => StatusCode.Gone;
}
