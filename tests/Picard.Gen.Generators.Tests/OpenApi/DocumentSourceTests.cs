using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>The description as it is emitted, and when it is written again.</summary>
public sealed class DocumentSourceTests
{
    private const string App = """
        using Picard;
        namespace Shop;
        [Application, OpenApi] public partial class App;
        """;

    private const string Users = """
        using Picard;
        namespace Shop;
        public sealed record User(int Id, string Name);
        [Handler] public partial class Users
        {
            /// <summary>Finds a user.</summary>
            [Get("/users/{id:int}")] User? Get(int id) { return null; }
        }
        """;

    private const string Upload = """
        using System.Buffers;
        using Picard;
        namespace Shop;
        [Handler("POST /upload/{name}"), MaxContent(4096)] public partial class Upload
        {
            /// <summary>Takes a file.</summary>
            [OnRequest] void Begin(in RequestHead head, string name, bool overwrite = false, [Header("x-tenant")] string? tenant = null) => Downstream.Begin(StatusCode.Ok);
            [OnContent] void Take(ReadOnlySequence<byte> piece) { }
            [OnEnd] void End() => Downstream.Complete();
        }
        """;

    [Fact]
    public void Document()
    {
        var run = GeneratorRun.Over(App, Users);
        Assert.Empty(run.Problems());
        Snapshot.Verify(run.File("Shop.App.OpenApi.g.cs"), "cs");
    }

    [Fact]
    public void ApplicationWithoutTheAttribute_HasNone()
    {
        var run = GeneratorRun.Over(App.Replace(", OpenApi", "", StringComparison.Ordinal), Users);
        Assert.DoesNotContain(run.HintNames, static n => n.Contains("OpenApi", StringComparison.Ordinal));
        Assert.DoesNotContain("openapi", run.File("Shop.App.Routes.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_InsideAMethodBody_WritesNoDocument()
    {
        var run = GeneratorRun.Over(App, Users).Edit(1, static t => t.Replace("return null", "return new(id, \"\")", StringComparison.Ordinal));
        Assert.All(run.Files(), static r => Assert.True(r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    [Fact]
    public void Edit_OfDocumentation_WritesTheDocumentAndNoHandler()
    {
        var before = GeneratorRun.Over(App, Users);
        var run = before.Edit(1, static t => t.Replace("Finds a user", "Looks for a user", StringComparison.Ordinal));
        Assert.Contains("Looks for a user.", run.File("Shop.App.OpenApi.g.cs"), StringComparison.Ordinal);
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(HandlerGenerator.DocumentsStep));
        Assert.All(run.Reasons(HandlerGenerator.HandlersStep), static r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Theory]
    [InlineData("System.IO.Stream Get() => null!;", "System.IO.Stream: a type that is described outside the sources of the application.")]
    [InlineData("(int, string) Get() => default;", "(int, string): a tuple.")]
    [InlineData("Shape Get() => null!;", "Shape: its JSON is not told by its declaration, because it is polymorphic.")]
    public void ResultThatSyntaxCannotSee_IsAnyValue(string method, string description)
    {
        var run = GeneratorRun.Over(App, $$"""
            using Picard;
            namespace Shop;
            [System.Text.Json.Serialization.JsonPolymorphic] public class Shape { }
            [Handler] public partial class Users { [Get("/")] {{method}} }
            """);
        var schema = JsonOf(run)["paths"]!["/"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
        Assert.Equal(new JsonObject { ["description"] = description }.ToJsonString(), schema.ToJsonString());
    }

    [Fact]
    public void TypesOfOneName_AreSeparateComponents()
    {
        var run = GeneratorRun.Over(App, """
            using Picard;
            namespace Shop
            {
                public sealed record Item(int Id);
                public sealed record Chain<T>(T Value, Chain<Chain<T>>? Next);
                [Handler] public partial class Users
                {
                    [Get("/a")] Item A() => null!;
                    [Get("/b")] Other.Item B() => null!;
                    [Get("/c")] Chain<int> C() => null!;
                }
            }
            namespace Other { public sealed record Item(string Text); }
            """);
        var schemas = JsonOf(run)["components"]!["schemas"]!.AsObject();
        Assert.Equal("id", schemas["Item"]!["properties"]!.AsObject().Single().Key);
        Assert.Equal("text", schemas["Other.Item"]!["properties"]!.AsObject().Single().Key);
        Assert.InRange(schemas.Count, 3, 100);
    }

    [Theory]
    [InlineData("Task In(ContentReader content) => Task.CompletedTask;", "application/octet-stream", "204", null)]
    [InlineData("[MaxContent(9)] void In(ContentReader content) { }", "application/octet-stream", "204 413", null)]
    [InlineData("Task Out(ContentWriter content) => Task.CompletedTask;", null, "200", "application/octet-stream")]
    [InlineData("[ContentType(\"text/csv\")] ValueTask Out(ContentWriter content) => default;", null, "200", "text/csv")]
    [InlineData("ValueTask<NotFound> Both(ContentReader input, ContentWriter output) => default;", "application/octet-stream", "200 404", "application/octet-stream")]
    [InlineData("Task In(IAsyncEnumerable<Row> rows) => Task.CompletedTask;", "application/jsonl", "204 400 413 415", null)]
    [InlineData("Task In(IAsyncEnumerable<SseItem<Row>> rows) => Task.CompletedTask;", "text/event-stream", "204 400 413 415", null)]
    [InlineData("Task In(MultipartReader form) => Task.CompletedTask;", "multipart/form-data", "204 400 413 415", null)]
    [InlineData("IAsyncEnumerable<Row> Rows() => null!;", null, "200", "application/jsonl")]
    [InlineData("ValueTask<IAsyncEnumerable<Row>?> Rows() => default;", null, "200 404", "application/jsonl")]
    [InlineData("Task<IAsyncEnumerable<SseItem<Row>>> Rows() => null!;", null, "200", "text/event-stream")]
    public void Stream_IsContentAndNoParameter(string method, string? request, string statuses, string? response)
    {
        var operation = JsonOf(GeneratorRun.Over(App, $$"""
            using System.Collections.Generic;
            using System.Net.ServerSentEvents;
            using System.Threading.Tasks;
            using Picard;
            namespace Shop;
            public sealed record Row(int Id);
            [Handler] public partial class Streams { [Post("/")] {{method}} }
            """))["paths"]!["/"]!["post"]!;
        Assert.Null(operation["parameters"]);
        Assert.Equal(request, operation["requestBody"]?["content"]!.AsObject().Single().Key);
        Assert.Equal(statuses, string.Join(' ', operation["responses"]!.AsObject().Select(static r => r.Key)));
        Assert.Equal(response, operation["responses"]!["200"]?["content"]!.AsObject().Single().Key);
    }

    [Theory]
    [InlineData("IAsyncEnumerable<Row>", "The rows. JSON Lines, one value a line; the schema is that of a line.", """{"$ref":"#/components/schemas/Row"}""")]
    [InlineData("IAsyncEnumerable<SseItem<string>>", "The rows. Server-Sent Events; the schema is that of the data of one.", """{"type":"string"}""")]
    public void Sequence_IsDescribedByOneOfItsValues(string type, string description, string schema)
    {
        var response = JsonOf(GeneratorRun.Over(App, $$"""
            using System.Collections.Generic;
            using System.Net.ServerSentEvents;
            using Picard;
            namespace Shop;
            public sealed record Row(int Id);
            [Handler] public partial class Streams
            {
                /// <returns>The rows.</returns>
                [Get("/")] {{type}} Rows() => null!;
            }
            """))["paths"]!["/"]!["get"]!["responses"]!["200"]!;
        Assert.Equal(description, (string)response["description"]!);
        Assert.Equal(schema, response["content"]!.AsObject().Single().Value!["schema"]!.ToJsonString());
    }

    [Theory]
    [InlineData("IAsyncEnumerable<Row>", "The rows. JSON Lines, one value a line; the schema is that of a line.", """{"$ref":"#/components/schemas/Row"}""")]
    [InlineData("IAsyncEnumerable<SseItem<string>>?", "The rows. Server-Sent Events; the schema is that of the data of one.", """{"type":"string"}""")]
    [InlineData("MultipartReader", "The rows.", """{"type":"object"}""")]
    public void ContentReadItemByItem_IsDescribedByOneOfItsValues(string type, string description, string schema)
    {
        var body = JsonOf(GeneratorRun.Over(App, $$"""
            using System.Collections.Generic;
            using System.Net.ServerSentEvents;
            using Picard;
            namespace Shop;
            public sealed record Row(int Id);
            [Handler] public partial class Streams
            {
                /// <param name="rows">The rows.</param>
                [Post("/")] string Rows({{type}} rows) => "";
            }
            """))["paths"]!["/"]!["post"]!["requestBody"]!;
        Assert.Equal(description, (string)body["description"]!);
        Assert.Equal(schema, body["content"]!.AsObject().Single().Value!["schema"]!.ToJsonString());
    }

    [Fact]
    public void Form_IsAnObjectOfItsFields_InBothMediaTypes()
    {
        var operation = JsonOf(GeneratorRun.Over(App, """
            using Picard;
            namespace Shop;
            public enum Size { Small, Large }
            public sealed record Order([Form] string Name, [Query] int Page) { [Form("how-many")] public int Count { get; init; } = 7; }
            [Handler] public partial class Orders
            {
                /// <param name="size">How large.</param>
                [Post("/")] string Add([Parameters] Order order, [Form] Size size, [Form] int[] tags, [Form] int? age = 3) => "";
            }
            """))["paths"]!["/"]!["post"]!;
        Assert.Equal(["page query"], operation["parameters"]!.AsArray().Select(static p => $"{p!["name"]} {p["in"]}"));
        Assert.Equal("200 400 413 415", string.Join(' ', operation["responses"]!.AsObject().Select(static r => r.Key)));
        var body = operation["requestBody"]!;
        Assert.True((bool)body["required"]!);
        var content = body["content"]!.AsObject();
        Assert.Equal(["application/x-www-form-urlencoded", "multipart/form-data"], content.Select(static c => c.Key));
        var schema = content["multipart/form-data"]!["schema"]!;
        Assert.Equal(content["application/x-www-form-urlencoded"]!["schema"]!.ToJsonString(), schema.ToJsonString());
        Assert.Equal("""["name","size"]""", schema["required"]!.ToJsonString());
        Assert.Equal(["name", "how-many", "size", "tags", "age"], schema["properties"]!.AsObject().Select(static p => p.Key));
        Assert.Equal("How large.", (string)schema["properties"]!["size"]!["description"]!);
        Assert.Equal(3, (int)schema["properties"]!["age"]!["default"]!);
    }

    [Theory]
    [InlineData("POST", "post", "application/octet-stream", "400 413 default")]
    [InlineData("GET", "get", null, "400 default")]
    public void EventHandler_IsAnOperation(string method, string member, string? request, string statuses)
    {
        var operation = JsonOf(GeneratorRun.Over(App, Upload.Replace("POST", method, StringComparison.Ordinal)))["paths"]!["/upload/{name}"]![member]!;
        Assert.Equal(("Takes a file.", "Upload_Begin"), ((string?)operation["summary"], (string?)operation["operationId"]));
        Assert.Equal(["name path", "overwrite query", "x-tenant header"], operation["parameters"]!.AsArray().Select(static p => $"{p!["name"]} {p["in"]}"));
        Assert.Equal(request, operation["requestBody"]?["content"]!.AsObject().Single().Key);
        Assert.Equal(statuses, string.Join(' ', operation["responses"]!.AsObject().Select(static r => r.Key)));
        Assert.Equal("""{"description":"What the handler sends."}""", operation["responses"]!["default"]!.ToJsonString());
        Assert.Equal(4096, (int)operation["x-max-content-bytes"]!);
    }

    [Fact]
    public void EventHandler_WithoutContentEvent_HasNoContent()
    {
        var paths = JsonOf(GeneratorRun.Over(App, Upload.Replace("[OnContent]", "", StringComparison.Ordinal)))["paths"]!;
        Assert.Null(paths["/upload/{name}"]!["post"]!["requestBody"]);
    }

    [Fact]
    public void EventHandler_OfAnyMethod_IsAnOperationForEach()
    {
        var path = JsonOf(GeneratorRun.Over(App, Upload.Replace("POST", "*", StringComparison.Ordinal)))["paths"]!["/upload/{name}"]!.AsObject();
        Assert.Equal(["get", "head", "post", "put", "delete", "patch", "options"], path.Select(static o => o.Key));
        Assert.Equal(7, path.Select(static o => (string)o.Value!["operationId"]!).Distinct().Count());
    }

    [Fact]
    public void EventHandler_OfAnotherApplication_IsLeftOut()
    {
        var run = GeneratorRun.Over(App, Users, Upload.Replace("{name}\")", "{name}\", Application = typeof(Other))", StringComparison.Ordinal), "[Picard.Application] public partial class Other;");
        Assert.Equal(["/users/{id}"], JsonOf(run)["paths"]!.AsObject().Select(static p => p.Key));
    }

    private static JsonNode JsonOf(GeneratorRun run)
    {
        var text = run.File("Shop.App.OpenApi.g.cs");
        var start = text.IndexOf("\"\"\"", StringComparison.Ordinal) + 3;
        return JsonNode.Parse(text[start..text.IndexOf("\"\"\"u8", StringComparison.Ordinal)])!;
    }
}
