using Picard.Tests;

namespace Picard.Gen.Generators.Tests;

/// <summary>What is emitted for content that is items, a form or its parts, looked at as text and compiled with every warning counted.</summary>
public sealed class InputSourceTests
{
    private const string App = """
        using System.Collections.Generic;
        using System.Net.ServerSentEvents;
        using System.Threading.Tasks;
        using Picard;

        namespace Shop;

        [Application] public partial class App;

        """;

    [Fact]
    public void Inputs()
    {
        var run = GeneratorRun.Over(App + """
            public sealed record Row(int Id);

            public sealed record Ticket(string Subject, [Query] int Page = 1)
            {
                [Form("how-many")] public int Count { get; init; } = 1;
            }

            [Handler]
            public partial class Inputs
            {
                [Post("/rows")] private Task Lines(IAsyncEnumerable<Row> rows) => Task.CompletedTask;
                [Post("/events")] private Task Events(IAsyncEnumerable<SseItem<Row>>? events) => Task.CompletedTask;
                [Post("/doubled")] private IAsyncEnumerable<Row> Double(IAsyncEnumerable<Row> rows) => rows;
                [Post("/files/{name}")] private Task Parts(string name, MultipartReader files) => Task.CompletedTask;
                [Post("/form")] private string Form([Form] string title, [Service] System.IServiceProvider? services, [Form("t")] int[] tags, int page = 1) => title;
                [Post("/ticket")] private string Ticket([Parameters] Ticket ticket) => ticket.Subject;
            }
            """);
        Assert.Empty(run.Problems());
        Snapshot.VerifySources(run.Result);
    }

    [Theory]
    [InlineData("Task In(IAsyncEnumerable<Row> rows) => Task.CompletedTask;")]
    [InlineData("Task In(IAsyncEnumerable<Row>? rows) => Task.CompletedTask;")]
    [InlineData("Task In(IAsyncEnumerable<SseItem<Row>> rows) => Task.CompletedTask;")]
    [InlineData("IAsyncEnumerable<Row> InAndOut(IAsyncEnumerable<Row> rows) => rows;")]
    [InlineData("IAsyncEnumerable<SseItem<Row>> InAndOut(IAsyncEnumerable<SseItem<Row>> rows) => rows;")]
    [InlineData("IAsyncEnumerable<string> InAndOut(IAsyncEnumerable<string> rows) => rows;")]
    public void Items_MayBeReadAndWrittenByAContextOfTheUsers(string method)
    {
        var run = GeneratorRun.Over(App + $$"""
            public sealed record Row(int Id) { public System.Exception? Fault { get; init; } }
            public abstract class Known : System.Text.Json.Serialization.JsonSerializerContext { protected Known() : base(null) { } public static Known Default => null!; }
            [Handler] public partial class Inputs { [Post("/"), Json<Known>] {{method}} }
            """);
        Assert.Empty(run.Problems());
        Assert.DoesNotContain(run.HintNames, static name => name.Contains("Row", StringComparison.Ordinal));
    }

    [Fact]
    public void ItemsOfAGetRequest_FailTheBuild() => Assert.NotEmpty(
        GeneratorRun.Over(App + """public sealed record Row(int Id); [Handler] public partial class Inputs { [Get("/")] Task In(IAsyncEnumerable<Row> rows) => Task.CompletedTask; }""").Problems());
}
