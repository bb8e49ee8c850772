namespace Picard.Gen.Generators.Tests;

/// <summary>Routing over a table that is large enough to be in several files: paths are answered as they are by one file.</summary>
public sealed class LargeRoutingTests
{
    private const string Mixed = """
        using Picard;
        namespace Shop;
        [Application] public partial class App;
        [Handler] public partial class Mixed
        {
            [Get("/")] string Root() => "root";
            [Get("/{page}")] string Page(string page) => "page " + page;
            [Get("/{page}/{number:int}")] string Numbered(string page, int number) => "page " + page + " number " + number;
            [Get("/api/{version}/info")] string Versioned(string version) => "info " + version;
            [Get("/api/v1/{name}")] string Named(string name) => "name " + name;
            [Get("/api/v1/{name}/{more?}")] string More(string name, string? more = null) => "name " + name + " more " + more;
            [Get("/tenants/{tenant}/{**rest}")] string Rest(string tenant, string rest) => "tenant " + tenant + " rest " + rest;
            [Get("/2fa")] string Digit() => "digit";
            [Get("/some-thing")] string Thing() => "thing";
            [Get("/some.thing")] string OtherThing() => "other thing";
        }
        """;

    private static readonly Lazy<string[]> s_sources = new(static () =>
    [
        Mixed,
        Filler("Short", 20, static i => $$"""[Get("/s{{i}}")] string S{{i}}() => "s{{i}}";"""),
        Filler("Api", 110, static i => $$"""
            [Get("/api/v1/r{{i}}")] string R{{i}}() => "r{{i}}";
            [Post("/api/v1/r{{i}}/{id:int}")] string P{{i}}() => "p{{i}}";
            """),
        Filler("Tenants", 110, static i => $$"""[Get("/tenants/{tenant}/k{{i}}")] string K{{i}}() => "k{{i}}";"""),
    ]);

    private static readonly Lazy<GeneratorRun> s_run = new(static () => GeneratorRun.Over(s_sources.Value));

    // Compiled once. Tests of a class take turns.
    private static readonly Lazy<ExchangeHarness> s_application = new(static () => EmittedApplication.Start("Shop.App", null, s_sources.Value));

    private static string Filler(string name, int count, Func<int, string> endpoint) =>
        $"using Picard; namespace Shop; [Handler] public partial class {name} {{ {string.Join('\n', Enumerable.Range(0, count).Select(endpoint))} }}";

    [Fact]
    public void Paths_AreAnsweredByTheMostSpecificRoute()
    {
        foreach (var (request, answer) in new[]
        {
            ("GET /", "root"),
            ("GET /s5", "s5"),
            ("GET /s19", "s19"),
            ("GET /s20", "page s20"),
            ("GET /s5/7", "page s5 number 7"),
            ("GET /other", "page other"),
            ("GET /2fa", "digit"),
            ("GET /some-thing", "thing"),
            ("GET /some.thing", "other thing"),
            ("GET /api/v1/r0", "r0"),
            ("GET /api/v1/r109", "r109"),
            ("POST /api/v1/r109/3", "p109"),
            ("GET /api/v1/r109/3", "name r109 more 3"),
            ("GET /api/v1/r110", "name r110"),
            ("GET /api/v1/info", "name info"),
            ("GET /api/v2/info", "info v2"),
            ("GET /api/7", "page api number 7"),
            ("GET /tenants/ada/k0", "k0"),
            ("GET /tenants/ada/k109", "k109"),
            ("GET /tenants/ada/k110", "tenant ada rest k110"),
            ("GET /tenants/ada/k109/more", "tenant ada rest k109/more"),
            ("GET /tenants", "page tenants"),
        })
        {
            Assert.Equal((request, answer), (request, s_application.Value.Send(request).Content));
        }
    }

    [Theory]
    [InlineData("POST /s5", "GET, HEAD, OPTIONS")]
    [InlineData("PUT /api/v1/r109/3", "GET, HEAD, POST, OPTIONS")]
    [InlineData("PUT /tenants/ada/k109", "GET, HEAD, OPTIONS")]
    public void Method_ThatNoRouteTakes_IsRefusedWithThoseOfAllParts(string request, string methods)
    {
        var response = s_application.Value.Send(request);
        Assert.Equal((405, methods), (response.Status, response["Allow"]));
    }

    [Fact]
    public void Files_HoldEachRouteOnce()
    {
        var parts = s_run.Value.HintNames.Where(static n => n.StartsWith("Shop.App.Routes-", StringComparison.Ordinal)).ToList();
        Assert.Contains("Shop.App.Routes-ApiV1R0.g.cs", parts);
        Assert.Contains("Shop.App.Routes-TenantsTenantK0.g.cs", parts);
        var routes = parts.SelectMany(p => s_run.Value.File(p).Split('\n')).Where(static l => l.Contains("  by ", StringComparison.Ordinal)).ToList();
        Assert.Equal(routes.Distinct().Count(), routes.Count);
        Assert.Equal(10 + 20 + 110 + 110 + 110, routes.Count);
    }
}
