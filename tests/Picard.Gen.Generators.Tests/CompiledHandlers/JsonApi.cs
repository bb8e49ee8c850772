using System.Text.Json;
using System.Text.Json.Serialization;
using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class JsonApplication;

public sealed record User(int Id, string Name);

public sealed record NewUser(string Name, int Age = 18, IReadOnlyList<Tag>? Tags = null);

public sealed record Tag(string Label);

public readonly record struct Point(int X, int Y);

public readonly record struct Sum(int Value);

[JsonDerivedType(typeof(Circle), "circle")]
public abstract record Figure;

public sealed record Circle(double Radius) : Figure;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Figure))]
internal sealed partial class FigureJson : JsonSerializerContext;

/// <summary>Handlers that send and receive JSON.</summary>
[Handler(Application = typeof(JsonApplication))]
internal sealed partial class JsonApi
{
    [Get("/users/{id:int}")] private ValueTask<User?> Get(int id) => new(id == 42 ? new User(42, "Ada") : null);
    [Get("/users")] private List<User> All() => [new User(1, "Ada"), new User(2, "Grace")];
    [Get("/points/{x}/{y}")] private Point Point(int x, int y) => new(x, y);
    [Get("/points/none")] private Point? NoPoint() => null;
    [Get("/count")] private int Count() => 3;
    [Get("/large/{n}")]
    private async Task<int[]> Large(int n)
    {
        await Task.CompletedTask;
        return [.. Enumerable.Range(0, n)];
    }

    [Post("/sum")] private Sum Add(Point point) => new(point.X + point.Y);
    [Post("/users")] private NewUser Add(NewUser user) => user;
    [Put("/optional")] private string Optional(NewUser? user) => user?.Name ?? "none";
    [Put("/list")] private int List(List<int> numbers, int page = 1) => numbers.Sum() * page;
    [Patch("/optional/point")] private string Optional(Point? point) => point?.X.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
    [Post("/figures"), Json<FigureJson>] private Figure? Figure(Figure figure) => figure;
    [Post("/any")] private System.Text.Json.JsonElement Any(System.Text.Json.JsonElement content) => content;
}
