namespace Picard.Gen.Analyzers.Tests;

public class ResultAnalyzerTests
{
    [Theory]
    [InlineData("void")]
    [InlineData("string?")]
    [InlineData("byte[]")]
    [InlineData("ReadOnlyMemory<byte>?")]
    [InlineData("StatusCode")]
    [InlineData("StatusCode?")]
    [InlineData("Response")]
    [InlineData("Problem?")]
    [InlineData("Task")]
    [InlineData("ValueTask")]
    [InlineData("Task<string>")]
    [InlineData("ValueTask<StatusCode>")]
    [InlineData("int")]
    [InlineData("int?")]
    [InlineData("string[]")]
    [InlineData("Task<List<Guid>?>")]
    [InlineData("IReadOnlyDictionary<string, decimal>")]
    [InlineData("Created<int>")]
    [InlineData("Task<Accepted<List<int>>?>")]
    [InlineData("NoContent?")]
    [InlineData("Redirect")]
    [InlineData("Results<Ok<Guid>, NotFound>")]
    [InlineData("ValueTask<Results<string, byte[], StatusCode, Response, FileResponse?, Results<Problem?, NotFound<string>>>>")]
    public Task ResultThatCanBeSent_IsFine(string type) =>
        Check.Source<ResultAnalyzer>($$"""[Handler] partial class Users { [Get("/")] {{type}} M() => throw new Exception(); object Helper() => ""; }""");

    [Theory]
    [InlineData("System.IO.Stream", "Stream", "'Stream' has no JSON shape")]
    [InlineData("Task<List<System.IO.Stream>>", "Task<List<Stream>>", "'Stream' has no JSON shape")]
    [InlineData("Created<System.IO.Stream>", "Created<Stream>", "'Stream' has no JSON shape")]
    [InlineData("Created<StatusCode>", "Created<StatusCode>", "'StatusCode' has no JSON shape")]
    [InlineData("List<NotFound>", "List<NotFound>", "'NotFound' has no JSON shape")]
    [InlineData("Results<int, System.IO.Stream>", "Results<int, Stream>", "'Stream' has no JSON shape")]
    [InlineData("Results<int, Results<NotFound, Task>>?", "Results<int, Results<NotFound, Task>>?", "'Task' has no JSON shape")]
    [InlineData("IAsyncEnumerable<Action>", "IAsyncEnumerable<Action>", "'Action' has no JSON shape")]
    public Task ResultThatCannotBeSent_IsReported(string type, string name, string why) => Check.Source<ResultAnalyzer>(
        $$"""[Handler] partial class Users { [Get("/")] {{type}} {|#0:M|}() => throw new Exception(); }""",
        Check.Message(
            Rules.UnsupportedResult,
            $"'Users.M' returns '{name}', which cannot be sent as JSON: {why}; mark the method [Json<TContext>] with a JsonSerializerContext that has the type"));

    [Fact]
    public Task AsyncVoid_IsReported() => Check.Source<ResultAnalyzer>(
        """[Handler] partial class Users { [Post("/")] async void {|#0:M|}() => await Task.Yield(); }""",
        Check.Message(Rules.AsyncVoid, "'Users.M' is async void, so its request would be answered before it is done and its exceptions would end the process"));

    [Theory]
    [InlineData("")]
    [InlineData("html")]
    [InlineData("text/")]
    [InlineData("text/a b")]
    [InlineData("text/html\\r\\nX: y")]
    public Task BadMediaType_IsReported(string type) => Check.Source<ResultAnalyzer>(
        $$"""[Handler, {|PIC0303:ContentType("{{type}}")|}] partial class Users { [Get("/"), ContentType("text/html; charset=utf-8")] string M() => ""; }""");

    [Fact]
    public Task NegativeLimit_IsReported() => Check.Source<ResultAnalyzer>(
        """[Handler, MaxContent(0)] partial class Users { [Post("/"), {|#0:MaxContent(-1)|}] string M() => ""; }""",
        Check.Message(Rules.NegativeLimit, "The content limit -1 of 'Users.M' is negative, so every request with content would be refused"));
}
