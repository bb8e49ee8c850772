namespace Picard.Gen.Analyzers.Tests;

public class ClientMethodAnalyzerTests
{
    [Fact]
    public Task MethodWithoutRoute_IsReported() => InShop(
        "ValueTask<string> {|#0:Root|}();",
        Check.Message(Rules.NotARequest, "'IShop.Root' has no route such as [Get(\"/path\")], so there is no request that it could send"));

    [Fact]
    public Task MethodWithTwoRoutes_IsReported() => InShop(
        """[Get("/"), Post("/")] ValueTask<string> {|#0:Root|}();""",
        Check.Message(Rules.NotARequest, "'IShop.Root' has 2 routes, and a call sends one request, so there is no request that it could send"));

    [Fact]
    public Task MethodWithAnOutParameter_IsReported() => InShop(
        """[Get("/")] ValueTask<string> {|#0:Root|}(out int id);""",
        Check.Message(Rules.NotARequest, "'IShop.Root' takes 'id' by reference, so there is no request that it could send"));

    [Fact]
    public Task RouteParameterWithoutParameter_IsReported() => InShop(
        """[Get("/items/{{|#0:id|}:int}")] ValueTask<string> Item();""",
        Check.Message(Rules.MissingRouteValue, "The route parameter 'id' of '/items/{id:int}' is not a parameter of 'IShop.Item', so its request has no path"));

    [Fact]
    public Task TypeThatIsNoText_IsReported() => InShop(
        """[Get("/")] ValueTask<string> Search(object {|#0:any|});""",
        Check.Message(Rules.NoPlaceInRequest, "'object any' of 'IShop.Search' has no place in its request: it is no text for the query, since 'object' is neither a string, bool or enum nor IFormattable or IParsable<T>, and GET requests have no JSON as content"));

    [Fact]
    public Task SecondContent_IsReported() => InShop(
        """[Post("/")] ValueTask Add(byte[] one, System.IO.Stream {|#0:other|});""",
        Check.Message(Rules.NoPlaceInRequest, "'Stream other' of 'IShop.Add' has no place in its request: it would be the content, and 'one' is that already; mark what is text [Query] or [Header]"));

    [Fact]
    public Task ContentOfGet_IsReported() => InShop(
        """[Get("/")] ValueTask Get(byte[] {|#0:content|});""",
        Check.Message(Rules.NoPlaceInRequest, "'byte[] content' of 'IShop.Get' has no place in its request: it is content, which GET requests do not have (RFC 9110 §9.3.1); use POST, PUT or PATCH"));

    [Fact]
    public Task TwoParametersOfOneName_AreReported() => InShop(
        """[Get("/")] ValueTask Search(string q, [Query("q")] string {|#0:text|});""",
        Check.Message(Rules.SentTwice, "'q' and 'text' of 'IShop.Search' are both the query parameter 'q', so one of them is a mistake"));

    [Theory]
    [InlineData("string?")]
    [InlineData("int?")]
    public Task PartOfThePathThatMayBeNull_IsReported(string type) => InShop(
        $$"""[Get("/items/{id}")] ValueTask<string> Item({{type}} {|#0:id|});""",
        Check.Message(Rules.NoPlaceInRequest, $"'{type} id' of 'IShop.Item' has no place in its request: a part of the path has a value, and null is none; take '{type.TrimEnd('?')}', or write '{{id?}}' to leave the part out"));

    [Fact]
    public Task PartOfThePathThatMayBeLeftOut_MayBeNull() => Check.Source<ClientMethodAnalyzer>(
        """[Client("http://a")] partial interface IShop { [Get("/items/{id?}")] ValueTask<string> Item(string? id); [Get("/{**rest}")] ValueTask<string> Rest(string? rest); }""");

    [Fact]
    public Task FieldOfALineAndOfAParameter_IsReported() => InShop(
        """[Get("/"), FieldLine("X-Trace", "1")] ValueTask Search([Header("x-trace")] string {|#0:trace|});""",
        Check.Message(Rules.SentTwice, "'[FieldLine]' and 'trace' of 'IShop.Search' are both the field 'x-trace', so one of them is a mistake"));

    [Fact]
    public Task FieldOfALineOfTheClientAndOfAParameter_IsReported() => Check.Source<ClientMethodAnalyzer>(
        """[Client("http://a"), FieldLine("X-Trace", "1")] partial interface IShop { [Get("/")] ValueTask Search([Header("x-trace")] string {|#0:trace|}); }""",
        Check.Message(Rules.SentTwice, "'[FieldLine]' and 'trace' of 'IShop.Search' are both the field 'x-trace', so one of them is a mistake"));

    [Theory]
    [InlineData("partial interface {|#0:IShop|} { }")]
    [InlineData("partial interface {|#0:IShop|} { string Name() => \"x\"; static int Count => 1; }")]
    [InlineData("partial class {|#0:IShop|} { void Own() { } }")]
    public Task ClientWithoutRequests_IsReported(string type) => Check.Source<ClientMethodAnalyzer>(
        $"[Client(\"http://a\")] {type}",
        Check.Message(Rules.NoRequests, "'IShop' is marked [Client] but has no method that is a request, such as '[Get(\"/path\")] ValueTask<string> Read();'"));

    [Fact]
    public Task TwoTokens_AreReported() => InShop(
        """[Get("/")] ValueTask Search(CancellationToken one, CancellationToken {|#0:other|});""",
        Check.Message(Rules.SentTwice, "'one' and 'other' of 'IShop.Search' are both a CancellationToken, so one of them is a mistake"));

    [Theory]
    [InlineData("Task<IAsyncEnumerable<int>>")]
    [InlineData("ValueTask<IAsyncEnumerable<int>>")]
    [InlineData("Task<IAsyncEnumerable<int>?>")]
    public Task ItemsInATask_AreReported(string type) => InShop(
        $$"""[Get("/")] {{type}} {|#0:Items|}();""",
        Check.Message(Rules.UnreadableResponse, $"'IShop.Items' returns '{type}', which no response is read as: items come one by one, so return IAsyncEnumerable<T>, without a task"));

    [Fact]
    public Task WebSocketOfAClient_IsReported() => InShop(
        """[WebSocket("/")] Task {|#0:Chat|}();""",
        Check.Message(Rules.NotARequest, "'IShop.Chat' is marked [WebSocket], which only handlers have, so there is no request that it could send"));

    [Fact]
    public Task ResultThatIsNoTask_IsReported() => InShop(
        """[Get("/")] string {|#0:Root|}();""",
        Check.Message(Rules.UnreadableResponse, "'IShop.Root' returns 'string', which no response is read as: a response is waited for, so return ValueTask<T>, Task<T> or IAsyncEnumerable<T>"));

    [Fact]
    public Task ResultWithoutShape_IsReported() => InShop(
        """[Get("/")] ValueTask<Func<int>> {|#0:Root|}();""",
        Check.Message(Rules.UnreadableResponse, "'IShop.Root' returns 'ValueTask<Func<int>>', which no response is read as: 'Func<int>' has no JSON shape; mark the method [Json<TContext>] with a JsonSerializerContext that has the type"));

    [Fact]
    public Task MethodsOfOtherTypes_AreNotLookedAt() => Check.Source<ClientMethodAnalyzer>("""
        interface IShop { ValueTask<string> Root(); [Get("/{id}")] string Get(object any); }
        partial class Shop { [Get("/{id}")] void Get(ref object any) { } }
        """);

    [Fact]
    public Task MethodsWithTheirOwnCode_AreNotLookedAt() => Check.Source<ClientMethodAnalyzer>("""
        [Client("http://a")] partial interface IShop { [Get("/")] ValueTask<string> Root(); string Name(ref int x) => "x"; static void Own<T>(out T? value) { value = default; } }
        [Client("http://a")] partial class {|PIC0712:Shop|} { public string Name(object any) => "x"; partial void Log<T>(ref T value); public override string ToString() => ""; }
        """);

    private static Task InShop(string method, DiagnosticResult message) => Check.Source<ClientMethodAnalyzer>($$"""[Client("http://a")] partial interface IShop { {{method}} }""", message);
}
