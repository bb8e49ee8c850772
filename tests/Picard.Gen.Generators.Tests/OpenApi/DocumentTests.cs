using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Picard.Gen.Generators.Tests;

/// <summary>The description of an application, read by an OpenAPI reader, and held against what the application answers.</summary>
public sealed class DocumentTests
{
    private readonly ReadResult _read = Read(DescribedApplication.OpenApiDocument);

    private OpenApiDocument Document => _read.Document!;

    [Fact]
    public void Document_IsReadWithoutErrorsAndWarnings()
    {
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, _read.Diagnostic!.SpecificationVersion);
        Assert.Empty(_read.Diagnostic.Errors.Select(static e => $"{e.Pointer}: {e.Message}"));
        Assert.Empty(_read.Diagnostic.Warnings.Select(static e => $"{e.Pointer}: {e.Message}"));
        Assert.Empty(Document.Validate(ValidationRuleSet.GetDefaultRuleSet()).Select(static e => $"{e.Pointer}: {e.Message}"));
        Assert.Equal(("The \"shop\"", "2.1", "A shop with everything in it."), (Document.Info.Title, Document.Info.Version, Document.Info.Description));
    }

    [Fact]
    public void Paths_AreThoseOfTheRoutes() => Assert.Equal(
        [
            "/files/{rest}", "/manuals/{name}", "/nothing", "/octets", "/odd=%C3%BC/{a}", "/old", "/orders", "/orders/{id}", "/orders/{number}/{text}", "/pages", "/pages/{page}", "/rows", "/shelves/{shelf}", "/ticks", "/tuple", "/upload",
        ],
        Document.Paths.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/orders", "Get", "q query string", "state query array", "customer query string", "page query integer =1", "accept-language header string =en", "session cookie string")]
    [InlineData("/orders/{id}", "Get", "id path string uuid !")]
    [InlineData("/orders/{id}", "Delete", "id path integer int64 1..9 !")]
    [InlineData("/orders/{number}/{text}", "Put", "number path integer int32 1.. !", "text path string 1-40 !")]
    [InlineData("/pages", "Get")]
    [InlineData("/pages/{page}", "Get", "page path integer int32 !")]
    [InlineData("/shelves/{shelf}", "Get", "shelf path string ^[A-Za-z]+$ !", "state query string", "x-tenant header string =main", "size query integer")]
    public void Parameters_AreWhatTheMethodTakes(string path, string method, params string[] expected) =>
        Assert.Equal(expected, Operation(path, method).Parameters?.Select(static p => Describe(p, p.In == ParameterLocation.Path)) ?? []);

    [Theory]
    [InlineData("/orders/{id}", "Get", "200 application/json", "404 application/problem+json")]
    [InlineData("/orders", "Post", "201 application/json", "400 application/problem+json", "413 application/problem+json", "415 application/problem+json")]
    [InlineData("/orders/{number}/{text}", "Put", "200 application/json", "400 application/problem+json", "404 application/problem+json", "409 application/json", "413 application/problem+json", "415 application/problem+json")]
    [InlineData("/orders/{id}", "Delete", "default ")]
    [InlineData("/pages", "Get", "200 text/html")]
    [InlineData("/pages/{page}", "Get", "200 text/html", "400 application/problem+json")]
    [InlineData("/files/{rest}", "Get", "200 application/octet-stream")]
    [InlineData("/manuals/{name}", "Get", "200 application/octet-stream", "404 application/problem+json")]
    [InlineData("/octets", "Post", "200 application/json", "413 application/problem+json")]
    [InlineData("/old", "Get", "3XX ")]
    [InlineData("/nothing", "Patch", "204 ")]
    [InlineData("/rows", "Get", "200 application/jsonl")]
    [InlineData("/ticks", "Get", "200 text/event-stream")]
    [InlineData("/upload", "Post", "200 application/octet-stream")]
    [InlineData("/odd=%C3%BC/{a}", "Get", "default application/problem+json")]
    public void Responses_AreThoseOfTheResult(string path, string method, params string[] expected) =>
        Assert.Equal(expected, Operation(path, method).Responses!.Select(static r => $"{r.Key} {string.Join(",", r.Value.Content?.Keys ?? [])}"));

    [Fact]
    public void Documentation_IsThatOfTheSources()
    {
        var find = Operation("/orders/{id}", "Get");
        Assert.Equal(("Finds an order.", "By its id alone.", "Purchases_Find"), (find.Summary, find.Description, find.OperationId));
        Assert.Equal(("Its number.", "The order."), (find.Parameters![0].Description, find.Responses!["200"].Description));
        Assert.Equal("What somebody buys.", Schema("PlacedOrder").Description);
        Assert.Equal("How many.", Schema("OrderLine").Properties!["count"].Description);
        Assert.Equal("When it was made.", Schema("PlacedOrder").Properties!["createdAt"].Description);
        Assert.Equal("How many at most.", Operation("/shelves/{shelf}", "Get").Parameters![3].Description);
        Assert.Equal(("Purchases", "Orders of the shop."), (Document.Tags!.Single().Name, Document.Tags!.Single().Description));
    }

    [Fact]
    public void Content_IsOfTheDeclaredType()
    {
        var body = Operation("/orders", "Post").RequestBody!;
        Assert.True(body.Required);
        Assert.Equal("PlacedOrder", Assert.IsType<OpenApiSchemaReference>(body.Content!["application/json"].Schema).Reference.Id);
        Assert.False(Operation("/orders/{number}/{text}", "Put").RequestBody!.Required);
        Assert.Equal("*/*", Operation("/octets", "Post").RequestBody!.Content!.Keys.Single());
        Assert.Equal("application/octet-stream", Operation("/upload", "Post").RequestBody!.Content!.Keys.Single());
        Assert.Equal("65536", Json()["paths"]!["/orders"]!["post"]!["x-max-content-bytes"]!.ToJsonString());
    }

    [Fact]
    public void Routes_ToldApartByConstraintsAlone_AreAlternatives()
    {
        var alternative = Json()["paths"]!["/shelves/{shelf}"]!["get"]!["x-alternatives"]!.AsArray().Single()!;
        Assert.Equal("Purchases_Numbered", (string)alternative["operationId"]!);
        Assert.True((bool)alternative["deprecated"]!);
    }

    [Theory]
    [InlineData("OrderState", """{"type":"integer","enum":[0,5,6],"description":"What state an order is in. 0: Open, 5: Paid, 6: Sent."}""")]
    [InlineData("Colour", """{"type":"string","enum":["Red","deep blue"]}""")]
    [InlineData("OrderLine", """{"type":"object","description":"A line of an order.","properties":{"article":{"type":"string","description":"What is bought."},"count":{"type":"integer","format":"int32","description":"How many.","default":1}}}""")]
    [InlineData("SliceOfOrderLine", """{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/OrderLine"}},"next":{"type":["integer","null"],"format":"int32"}}}""")]
    public void Schema_IsThatOfTheType(string name, string expected) => Assert.Equal(expected, Json()["components"]!["schemas"]![name]!.ToJsonString());

    [Fact]
    public void Properties_AreThoseThatAreSent()
    {
        var schema = Schema("PlacedOrder");
        Assert.Equal(["id", "state", "lines", "note", "paint", "parent", "prices", "signature", "total", "createdAt"], schema.Properties!.Keys);
        Assert.Equal(["id"], schema.Required!);
        Assert.True(schema.Properties["total"].ReadOnly);
    }

    [Theory]
    [InlineData("GET /orders/00000000-0000-0000-0000-000000000000", "/orders/{id}", "get", "200")]
    [InlineData("GET /orders", "/orders", "get", "200")]
    [InlineData("GET /orders?page=x", "/orders", "get", "400")]
    [InlineData("GET /shelves/ab", "/shelves/{shelf}", "get", "200")]
    public void Answer_HasTheMembersOfItsSchema(string request, string path, string method, string status)
    {
        var response = ExchangeHarness.For<DescribedApplication>().Send(request);
        Assert.Equal(status, $"{response.Status}");
        var content = Json()["paths"]![path]![method]!["responses"]![status]!["content"]!.AsObject().Single().Value!;
        AssertFits(JsonNode.Parse(response.Content), content["schema"]!, "$");
    }

    [Fact]
    public void Problem_OfAnAnswer_MayHaveNoType() => Assert.Equal(["status", "title"], Schema("Problem").Required!.Order(StringComparer.Ordinal));

    [Fact]
    public void Document_IsServedWithAnEntityTag()
    {
        var application = ExchangeHarness.For<DescribedApplication>();
        var response = application.Send("GET /api/openapi.json");
        Assert.Equal((200, "application/json"), (response.Status, response["Content-Type"]));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(DescribedApplication.OpenApiDocument), response.Content);
        Assert.Equal("", application.Send("HEAD /api/openapi.json").Content);
        Assert.Equal(304, application.Send("GET /api/openapi.json", "", $"If-None-Match: {response["ETag"]}").Status);
        Assert.Equal(405, application.Send("POST /api/openapi.json").Status);
    }

    private static ReadResult Read(ReadOnlySpan<byte> document)
    {
        using var stream = new MemoryStream(document.ToArray());
        return OpenApiDocument.Load(stream, "json");
    }

    private static JsonNode Json() => JsonNode.Parse(DescribedApplication.OpenApiDocument)!;

    private OpenApiOperation Operation(string path, string method) => Document.Paths[path].Operations![HttpMethod.Parse(method)];

    private IOpenApiSchema Schema(string name) => Document.Components!.Schemas![name];

    private static string Describe(IOpenApiParameter parameter, bool inDetail)
    {
        var schema = parameter.Schema!;
        var text = $"{parameter.Name} {parameter.In.ToString()!.ToLowerInvariant()} {schema.Type.ToString()!.ToLowerInvariant()}";
        text += inDetail && schema.Format is { } format ? " " + format : "";
        text += schema.Pattern is { } pattern ? " " + pattern : "";
        text += schema.MinLength is { } least ? $" {least}-{schema.MaxLength}" : "";
        text += schema.Minimum is { } minimum ? $" {minimum}..{schema.Maximum}" : "";
        text += schema.Default is { } value ? $" ={value}" : "";
        return text + (parameter.Required ? " !" : "");
    }

    /// <summary>Every member that is sent is described, and is what it is described as.</summary>
    private static void AssertFits(JsonNode? value, JsonNode schema, string path)
    {
        if (schema["$ref"] is { } reference)
        {
            schema = Json()["components"]!["schemas"]![((string)reference!).Split('/')[^1]]!;
        }

        if (schema["anyOf"] is JsonArray choices)
        {
            schema = choices.Single(c => (string?)c!["type"] == "null" == (value is null))!;
            AssertFits(value, schema, path);
            return;
        }

        var types = schema["type"] is JsonArray several ? several.Select(static t => (string)t!).ToList() : [(string)schema["type"]!];
        var actual = value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.Number when types.Contains("integer") => "integer",
            var kind => kind.ToString()!.ToLowerInvariant(),
        };
        Assert.True(types.Contains(actual), $"{path} is {actual} and not {string.Join(" or ", types)}");
        if (schema["enum"] is JsonArray values)
        {
            Assert.Contains(value?.ToJsonString(), values.Select(static v => v?.ToJsonString()));
        }

        foreach (var (name, member) in value as JsonObject ?? [])
        {
            var described = schema["properties"]?[name] ?? schema["additionalProperties"];
            Assert.True(described is not null, $"{path}.{name} is not described");
            AssertFits(member, described, $"{path}.{name}");
        }

        foreach (var item in value as JsonArray ?? [])
        {
            AssertFits(item, schema["items"]!, path + "[]");
        }
    }
}
