namespace Picard.Gen.Generators.Tests;

/// <summary>What <c>dotnet build -p:PicardReport=true</c> prints.</summary>
public sealed class ReportTests
{
    private const string Source = """
        using System;
        using System.Buffers;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Picard;

        namespace Shop;

        public sealed class Store;
        public sealed record Order(int Id);
        public sealed record Window(int Page = 1, [Cookie("page-size")] int Size = 20);

        [Application, OpenApi] public partial class App { [Provides] private readonly Store _store = new(); }

        [Handler]
        public partial class Orders
        {
            [Get("/orders/{id:int}"), Head("/orders/{id:int}")] ValueTask<Order?> Find(int id, CancellationToken aborted) => default;
            [Post("/orders"), MaxContent(4096)] Created<Order> Add(Order order, [Service] Store store) => Created.At("/", order);
            [Get("/orders")] Results<Order[], NotFound> All([Parameters] Window window, [Header("accept-language")] string language = "en") => default(NotFound);
            [Put("/orders"), MaxContent(4096)] ValueTask Copy(ContentReader input, ContentWriter output) => default;
            [Get("/lines")] IAsyncEnumerable<Order> Lines() => null!;
            [Get("/events"), Offload, SlowConsumer(Drop.Oldest, MaxBytes = 16_000)] IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<Order>> Events() => null!;
            [Fallback] Problem Other() => new(StatusCode.NotFound);
        }

        [Handler("POST /upload/{name}"), MaxContent(512)]
        public partial class Upload
        {
            [OnRequest] void Begin(in RequestHead head, string name) => Downstream.Begin(StatusCode.Ok);
            [OnContent, Offload] void Take(ReadOnlySequence<byte> piece) { }
        }
        """;

    [Fact]
    public void WebSocket_IsAnswered101()
    {
        var run = GeneratorRun.WithProperty("PicardReport", "true", """
            using System.Net.WebSockets;
            using System.Threading.Tasks;
            using Picard;
            [Application] public partial class App;
            [Handler] public partial class Chat { [WebSocket("/rooms/{room}")] ValueTask Join(string room, WebSocket socket) => default; }
            """);
        Assert.Empty(run.Problems());
        Assert.Contains(
            run.Result.GeneratedTrees,
            static tree => tree.ToString().Contains("//   GET /rooms/{room}  Chat.Join  string room from path  101", StringComparison.Ordinal));
    }

    [Fact]
    public void Item_ComesFromNoPartOfTheRequest()
    {
        var run = GeneratorRun.WithProperty("PicardReport", "true", """
            using Picard;
            public sealed record User(string Name);
            [Application, OpenApi] public partial class App;
            [Handler] public partial class Desk
            {
                [Get("/desk")] string Show([Item] User user, int page) => $"{user.Name} {page}";
            }
            """);
        Assert.Empty(run.Problems());
        var texts = run.Result.GeneratedTrees.Select(static tree => tree.ToString()).ToList();
        Assert.Contains(texts, static text => text.Contains("User user from item", StringComparison.Ordinal));
        Assert.Contains(texts, static text => text.Contains("\"name\": \"page\"", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, static text => text.Contains("\"name\": \"user\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Proxy_AnswersAsItsUpstream()
    {
        var run = GeneratorRun.WithProperty("PicardReport", "true", """
            using Picard;
            [Application] public partial class App;
            [Proxy("/api/{**rest}", Rewrite = "/internal/{rest}"), Upstream("orders", "http://a"), MaxContent(8)] public partial class Orders;
            """);
        Assert.Empty(run.Problems());
        var report = run.File("Picard.Report.g.cs");
        Assert.Contains("* /api/{**rest}  Orders ", report, StringComparison.Ordinal);
        Assert.Contains("as orders at /internal/{rest}  content 8", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_IsATableOfTheRoutes()
    {
        var run = GeneratorRun.WithProperty("PicardReport", "true", Source);
        Assert.Empty(run.Problems());
        var rows = run.File("Picard.Report.g.cs").Split('\n');
        Assert.Equal("// App: 9 routes", rows[1]);
        Assert.Equal(["Route", "Method", "Takes", "Answers", "Limits", "Held", "Allocates"], Cells(rows[2]));
        Assert.Equal(
            [
                "GET, HEAD /orders/{id:int} | Orders.Find | int id from path | 200 Order, 404 | 290,560 | task if it waits",
                "POST /orders | Orders.Add | Order order from JSON content, Store store from service | 201 Order | content 4096 | 296,704 | Order order",
                "GET /orders | Orders.All | int window.Page from query page = 1, int window.Size from cookie page-size = 20, string language from field accept-language = \"en\" | 200 Order[], 404 "
                    + "| 290,560 | string language",
                "PUT /orders | Orders.Copy | ContentReader input from content, streamed | 200 octets as written | content 4096 | 323,328 | task if it waits",
                "GET /lines | Orders.Lines | 200 lines of Order | 323,328 | enumerator and its tasks",
                "GET /events | Orders.Events | 200 events of Order | on the thread pool | 306,944 | enumerator and its tasks",
                "any other path | Orders.Other | any problem | 290,560",
                "POST /upload/{name} | Upload.Begin | string name from path, ReadOnlySequence<byte> piece from content, streamed | events | content 512, on the thread pool | 323,328 | string name",
                "GET /openapi.json | App.OpenApiDocument | 200 OpenAPI 3.1",
            ],
            rows[3..12].Select(static row => string.Join(" | ", Cells(row))));
        Assert.StartsWith("// Held: by the framework for one exchange at the most, in octets", rows[12], StringComparison.Ordinal);
    }

    /// <summary>The cells of a row that are not empty: at least two spaces are between them.</summary>
    private static string[] Cells(string row) => row["//   ".Length..].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [Fact]
    public void BuildThatDoesNotAsk_HasNoReport()
    {
        Assert.DoesNotContain("Picard.Report.g.cs", GeneratorRun.Over(Source).HintNames);
        Assert.DoesNotContain("Picard.Report.g.cs", GeneratorRun.WithProperty("PicardReport", "", Source).HintNames);
    }

    [Fact]
    public void Report_SaysHowContentIsRead()
    {
        var run = GeneratorRun.WithProperty("PicardReport", "true", """
            using System.Collections.Generic;
            using System.Net.ServerSentEvents;
            using Picard;
            public sealed record Row(int Id);
            [Application] public partial class App;
            [Handler]
            public partial class Inputs
            {
                [Post("/a")] string Lines(IAsyncEnumerable<Row> rows) => "";
                [Post("/b")] string Events(IAsyncEnumerable<SseItem<Row>> events) => "";
                [Post("/c")] string Parts(MultipartReader form) => "";
                [Post("/d")] string Form([Form("n")] int? count) => "";
            }
            """);
        Assert.Empty(run.Problems());
        var report = run.File("Picard.Report.g.cs");
        Assert.Contains("IAsyncEnumerable<Row> rows from JSON Lines content", report, StringComparison.Ordinal);
        Assert.Contains("IAsyncEnumerable<SseItem<Row>> events from Server-Sent Events content", report, StringComparison.Ordinal);
        Assert.Contains("MultipartReader form from multipart content", report, StringComparison.Ordinal);
        Assert.Contains("int? count from form field n", report, StringComparison.Ordinal);
    }
}
