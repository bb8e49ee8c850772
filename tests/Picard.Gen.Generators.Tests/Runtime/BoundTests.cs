using System.Text.Json;
using Picard.Gen.Generators.Tests.CompiledHandlers;

namespace Picard.Gen.Generators.Tests;

/// <summary>[Parameters] types and what IValidatable says of values.</summary>
public sealed class BoundTests
{
    private readonly ExchangeHarness _harness = ExchangeHarness.For<BoundApplication>();

    [Theory]
    [InlineData("/search/7?q=a", "7 a 1   none")]
    [InlineData("/search/7?q=a&page=2&order=descending&tags=1&tags=2", "7 a 2  Descending 1|2")]
    [InlineData("/search/7?q=%C3%BC+%26", "7 ü & 1   none")]
    [InlineData("/search/7?Q=x&q=a&id=9", "7 a 1   none")]
    [InlineData("/all?o=3", "3 20 ")]
    [InlineData("/pages/5?o=3&q=z", "3 20 z")]
    [InlineData("/filter/n", "n 10  none a")]
    [InlineData("/filter?name=n&limit=5&all=x&all=y", "n 5  none x|y")]
    [InlineData("/inner?flag=true", "/inner?flag=true True")]
    [InlineData("/rest/a/b?id=1", "a/b")]
    public void Members_AreBoundAsParametersAre(string target, string shown) => Assert.Equal(shown, Ok("GET " + target));

    [Fact]
    public void Members_ComeFromFieldsAndCookies()
    {
        Assert.Equal("7 a 1 de  none", Ok("GET /search/7?q=a", "", "Accept-Language: de"));
        Assert.Equal("1 50 ", Ok("GET /all?o=1", "", "Cookie: page-size=50"));
        Assert.Equal("n 10 7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11 s a", Ok("GET /filter/n", "", "X-Trace: 7f1f9c3e-6d2f-4a0e-9b1e-3f3a0e0c9f11", "Cookie: session=s"));
    }

    [Theory]
    [InlineData("/search/7", "q", "The query parameter 'q' is missing.")]
    [InlineData("/search/99999999999?q=a", null, null)]
    [InlineData("/search/7?q=a&q=b", "q", "The query parameter 'q' is given more than once.")]
    [InlineData("/search/7?q=%FF", "q", "The query parameter 'q' is not percent-encoded UTF-8.")]
    [InlineData("/search/7?q=a&page=x", "page", "The query parameter 'page' is not a valid integer.")]
    [InlineData("/search/7?q=a&tags=1&tags=x", "tags", "The query parameter 'tags' is not a valid integer.")]
    [InlineData("/search/7?q=a&order=7", "order", "The query parameter 'order' is not a valid Order.")]
    [InlineData("/all?o=", "o", "The query parameter 'o' is missing.")]
    [InlineData("/inner", "flag", "The query parameter 'flag' is missing.")]
    [InlineData("/filter", "name", "The query parameter 'name' is missing.")]
    [InlineData("/filter?name=n&limit=99999999999", "limit", "The query parameter 'limit' is not a valid integer.")]
    public void Member_ThatIsBad_IsRefusedByItsName(string target, string? parameter, string? detail)
    {
        var response = _harness.Send("GET " + target);
        Assert.Equal(parameter is null ? 404 : 400, response.Status);
        var problem = JsonElement.Parse(response.Content);
        Assert.Equal(detail, problem.TryGetProperty("detail", out var found) ? found.GetString() : null);
        Assert.Equal(parameter, problem.TryGetProperty("parameter", out found) ? found.GetString() : null);
    }

    [Fact]
    public void Violations_AreAnsweredTogether()
    {
        var response = _harness.Send("GET /search/7?q=&page=0");
        Assert.Equal((400, "application/problem+json"), (response.Status, response["Content-Type"]));
        Same("""
            {"type":"about:blank","title":"Bad Request","status":400,"detail":"The value of 'query' is not valid.","parameter":"query",
             "errors":{"q":["must not be empty"],"page":["must be at least 1","is <bad>"]}}
            """, response.Content);
    }

    [Fact]
    public void Violations_AreTextForAClientThatPrefersIt()
    {
        var response = _harness.Send("GET /search/7?q=&page=0", "", "Accept: text/plain");
        Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        Assert.Equal("400 Bad Request: The value of 'query' is not valid.\nq: must not be empty\npage: must be at least 1\npage: is <bad>\n", response.Content);
    }

    [Theory]
    [InlineData("POST /baskets")]
    [InlineData("PUT /baskets")]
    public void Violations_OfContent_HaveThePathsOfItsParts(string request)
    {
        var response = Json(request, """{"lines":[{"sku":"a","count":1},{"sku":"b","count":0}],"gift":{"sku":"c"}}""");
        Assert.Equal(400, response.Status);
        Same("""{"customer":["must not be empty"],"lines[1].count":["must be at least 1"],"gift.count":["must be at least 1"]}""",
            JsonElement.Parse(response.Content).GetProperty("errors").GetRawText());
    }

    [Fact]
    public void Violations_OfAClass_AreAnswered()
    {
        Assert.Equal(400, Json("PUT /lines", """{"sku":"a","count":0}""").Status);
        Assert.Equal("a", Json("PUT /lines", """{"sku":"a","count":1}""").Content);
        Assert.Equal("none", Json("PUT /lines", "null").Content);
    }

    [Fact]
    public void Violations_InGreatNumber_AreCutOffAtAHundred()
    {
        var lines = string.Join(',', Enumerable.Repeat("""{"sku":"a","count":0}""", 10_000));
        var errors = JsonElement.Parse(Json("POST /baskets", $$"""{"customer":"c","lines":[{{lines}}]}""").Content).GetProperty("errors");
        Assert.Equal(100, errors.EnumerateObject().Count());
    }

    [Fact]
    public void Value_ThatIsGood_ReachesTheMethod()
    {
        Assert.Equal("c", Json("POST /baskets", """{"customer":"c","lines":[{"sku":"a","count":1}]}""").Content);
        Assert.Equal("none", Ok("PUT /baskets"));
        Assert.Equal("7 c 0", Json("POST /baskets/7?q=a", """{"customer":"c","lines":[]}""").Content);
    }

    [Fact]
    public void Parameters_ThatAreNotGood_AreRefusedBeforeTheContentIsAskedFor()
    {
        _harness.Begin("POST /baskets/7?q=", contentLength: 5, "Content-Type: application/json");
        Assert.Equal(ExchangeStep.Complete, _harness.Step());
        Assert.Equal(400, _harness.Finish().Status);
    }

    [Fact]
    public void Validation_ThatThrows_IsTheFaultOfTheHandler()
    {
        const string Content = """{"sku":"fault","count":1}""";
        _harness.Begin("PUT /lines", Content.Length, "Content-Type: application/json");
        Assert.Equal("mine", Assert.Throws<InvalidDataException>(() => _harness.Handle(Content)).Message);
        Assert.False(_harness.Exchange.HasResponded);
    }

    private string Ok(string request, string content = "", params string[] fields)
    {
        var response = _harness.Send(request, content, fields);
        Assert.Equal((200, response.Content), (response.Status, response.Content));
        return response.Content;
    }

    private ReceivedResponse Json(string request, string content) => _harness.Send(request, content, "Content-Type: application/json");

    private static void Same(string expected, string actual) => Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), actual);
}
