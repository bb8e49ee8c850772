using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class BoundApplication;

public enum Order
{
    Ascending,
    Descending,
}

public sealed record SearchQuery(int Id, string Q, int Page = 1, [Header("accept-language")] string? Language = null, Order? Order = null, int[]? Tags = null) : IValidatable
{
    public void Validate(ref Violations violations)
    {
        if (Q.Length == 0)
        {
            violations.Add("q", "must not be empty");
        }

        if (Page < 1)
        {
            violations.Add("page", "must be at least 1");
            violations.Add("page", "is <bad>");
        }
    }
}

public readonly record struct Paging([Query("o")] int Offset, [Cookie("page-size")] byte Size = 20);

public sealed class Filter
{
    private const int DefaultLimit = 10;

    public required string Name { get; init; }

    public int Limit { get; set; } = DefaultLimit;

    [Header("X-Trace")]
    public Guid? Trace { get; init; }

    [Cookie]
    public string Session { get; set; } = "none";

    public string[] All { get; init; } = ["a"];

    public int Fixed => 1;

    public static int Shared { get; set; }
}

internal static class Outer
{
    internal struct Inner
    {
        public Inner(Request request, CancellationToken aborted) => (Target, Aborted) = (request.Target, aborted);

        public string Target { get; }

        public CancellationToken Aborted { get; }

        public bool Flag { get; set; }
    }
}

public sealed record Line(string Sku, int Count) : IValidatable
{
    public void Validate(ref Violations violations)
    {
        if (Count < 1)
        {
            violations.Add("count", "must be at least 1");
        }

        if (Sku == "fault")
        {
            throw new InvalidDataException("mine");
        }
    }
}

public readonly record struct Basket(string? Customer, List<Line>? Lines, Line? Gift) : IValidatable
{
    public void Validate(ref Violations violations)
    {
        if (string.IsNullOrEmpty(Customer))
        {
            violations.Add("customer", "must not be empty");
        }

        for (var i = 0; i < Lines?.Count && !violations.IsFull; i++)
        {
            violations.Check($"lines[{i}]", Lines[i]);
        }

        violations.Check("gift", Gift);
    }
}

[Handler(Application = typeof(BoundApplication))]
internal sealed partial class Bound
{
    [Get("/search/{id:int}")]
    private string Search([Parameters] SearchQuery query) =>
        $"{query.Id} {query.Q} {query.Page} {query.Language} {query.Order} {(query.Tags is { } tags ? string.Join('|', tags) : "none")}";

    [Get("/pages/{offset?}"), Get("/all")] private string Page([Parameters] Paging paging, string? q = null) => $"{paging.Offset} {paging.Size} {q}";
    [Get("/filter/{name}"), Get("/filter")] private string Filter([Parameters] Filter filter) => $"{filter.Name} {filter.Limit} {filter.Trace} {filter.Session} {string.Join('|', filter.All)}";
    [Get("/inner")] private string Nested([Parameters] Outer.Inner inner) => $"{inner.Target} {inner.Flag}";
    [Get("/rest/{**q}")] private string Rest([Parameters] SearchQuery query) => query.Q;
    [Post("/baskets/{id:int}")] private string Put([Parameters] SearchQuery query, Basket basket) => $"{query.Id} {basket.Customer} {basket.Lines?.Count}";
    [Post("/baskets")] private string Add(Basket basket) => basket.Customer!;
    [Put("/baskets")] private string Replace(Basket? basket) => basket?.Customer ?? "none";
    [Put("/lines")] private string Line(Line? line) => line?.Sku ?? "none";
}
