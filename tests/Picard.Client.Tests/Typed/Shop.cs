using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;

namespace Picard.Client.Tests.Typed;

/// <summary>Every kind of parameter and result that a client has.</summary>
[Client("http://127.0.0.1/v1/", Pool = typeof(ShopPool))]
[FieldLine("Accept", "application/json")]
internal partial interface IShop
{
    [Get("/items/{id:int}")] ValueTask<Item> Item(int id);

    [Get("/items/{id}")] Task<Item> ItemAsTask(Guid id);

    [Get("/points/{id}")] ValueTask<Point?> Point(long id);

    [Get("/times/{day}")] ValueTask<string> Times(DateOnly day, TimeOnly at);

    [Get("/search")] ValueTask<Item[]> Search(string q, int? page = null, Color[]? colors = null, DateTime? since = null, bool exact = false);

    [Get("/files/{**path}")] ValueTask<string> File(string path);

    [Get("/list/{kind}/{page?}")] ValueTask<string?> Kinds(Color kind, int? page);

    [Get("/")] ValueTask<string> Root();

    [Get("/caf\u00e9/")] ValueTask<byte[]?> Encoded();

    [Get("/memory")] ValueTask<ReadOnlyMemory<byte>> Octets();

    [Post("/items")] ValueTask<Response<Item>> Add(Item item, Color color, [Header("x-trace")] string? trace = null, CallOptions options = default);

    [Get("/cached")] ValueTask<Response<Item?>> Cached([Header("if-none-match")] string tag);

    [Put("/items/{id}"), ContentType("application/vnd.item+json")] ValueTask Replace(int id, Item? item);

    [Delete("/items/{id}"), FieldLine("X-Reason", "test")] ValueTask<StatusCode> Delete(int id, [Cookie] string session, [Cookie("user")] int userId);

    [Post("/login")] Task Login([Form] string name, [Form("pass word")] string password, [Form] int[] codes);

    [Put("/stream")] ValueTask<StatusCode> Upload(Stream content);

    [Put("/octets")] ValueTask<StatusCode> UploadOctets(byte[] content);

    [Post("/lines")] ValueTask<StatusCode> UploadItems(IAsyncEnumerable<Item> items);

    [Get("/raw")] ValueTask<ClientResponse> Raw(CancellationToken aborted);

    [Get("/rows")] IAsyncEnumerable<Point> Rows(CancellationToken aborted = default);

    [Get("/events")] IAsyncEnumerable<SseItem<Point>> Events();

    [Get("/ticks")] IAsyncEnumerable<SseItem<string>> Ticks();

    [Get("/shape"), Json<ShopJson>] ValueTask<Drawing> Drawing();

    [Put("/stock/{id}")] ValueTask<Results<Item, Created<Item>, NoContent, Conflict<Reason>, Problem>> Store(int id, Item item);

    [Get("/stock/{id}")] ValueTask<Results<string, NotFound, Redirect>> Find(int id);

    [Post("/jobs")] Task<Accepted> Begin();

    [Get("/shelves/{shelf}/books")] ValueTask<Item[]> Books([Parameters] BookQuery query);

    [Post("/books/{id}/reviews")] ValueTask Review(int id, [Parameters] Review review, bool verbose);

    string Display() => "a shop";
}

internal sealed record Reason(string Text);

internal sealed record BookQuery(string Shelf, string Q, [Header("accept-language")] string? Language = null)
{
    public int PageSize { get; init; } = 20;

    [Cookie] public required string Session { get; init; }

    public string[]? Tags { get; set; }

    public bool IsFirst => PageSize == 0;
}

internal sealed class Review
{
    [Form] public required string Title { get; init; }

    [Form] public int Stars { get; set; }
}

internal sealed record Item(int Id, string Name);

internal readonly record struct Point(int X, int Y);

internal enum Color
{
    Red,
    Green,
}

[JsonDerivedType(typeof(Circle), "circle")]
internal abstract record Drawing;

internal sealed record Circle(int Radius) : Drawing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Drawing))]
internal sealed partial class ShopJson : JsonSerializerContext;

/// <summary>A client that is a class, nested and in two parts.</summary>
internal static partial class Nest
{
    [Client("http://127.0.0.1")]
    internal sealed partial class Bird
    {
        [Get("/eggs/{id}")] public partial ValueTask<Item?> Egg(int id, CancellationToken cancellationToken = default);
    }

    internal sealed partial class Bird
    {
        [Head("/eggs")] internal partial ValueTask<StatusCode> Eggs(string call);
    }
}

[Pool(MaxConnections = 8)]
internal sealed partial class ShopPool;
