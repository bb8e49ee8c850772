namespace Picard.Gen.Analyzers.Tests;

public class WebSocketAnalyzerTests
{
    private const string Body = "=> throw new Exception();";

    [Theory]
    [InlineData("ValueTask M(System.Net.WebSockets.WebSocket socket)")]
    [InlineData("Task M(System.Net.WebSockets.WebSocket socket, CancellationToken aborted)")]
    [InlineData("Task M(string room, int page, [Service] IDisposable one, System.Net.WebSockets.WebSocket socket, Request request)")]
    public async Task GoodMethod_IsFine(string method)
    {
        await Check.Source<WebSocketAnalyzer>($$"""[Handler] partial class Chat { [WebSocket("/{room}")] {{method}} {{Body}} }""");
        await Check.Source<ResultAnalyzer>($$"""[Handler] partial class Chat { [WebSocket("/{room}")] {{method}} {{Body}} }""");
    }

    [Fact]
    public Task ParametersOfAGoodMethod_AreFine() => Check.Source<ParameterAnalyzer>(
        $$"""[Handler] partial class Chat { [WebSocket("/{room}")] Task M(string room, int page, System.Net.WebSockets.WebSocket socket, CancellationToken aborted) {{Body}} }""");

    [Theory]
    [InlineData("ValueTask {|#0:M|}()", "has no parameter of that type")]
    [InlineData("ValueTask {|#0:M|}([Service] System.Net.WebSockets.WebSocket socket)", "has no parameter of that type")]
    [InlineData("ValueTask {|#0:M|}(System.Net.WebSockets.ClientWebSocket socket)", "has no parameter of that type")]
    [InlineData("ValueTask {|#0:M|}(System.Net.WebSockets.WebSocket one, System.Net.WebSockets.WebSocket two)", "has several parameters of that type, of which a request opens one")]
    [InlineData("void {|#0:M|}(System.Net.WebSockets.WebSocket socket)", "returns 'void' and not ValueTask or Task")]
    [InlineData("string {|#0:M|}(System.Net.WebSockets.WebSocket socket)", "returns 'string' and not ValueTask or Task")]
    [InlineData("Task<int> {|#0:M|}(System.Net.WebSockets.WebSocket socket)", "returns 'Task<int>' and not ValueTask or Task")]
    [InlineData("[Get(\"/x\")] Task {|#0:M|}(System.Net.WebSockets.WebSocket socket)", "also [Get], whose requests open none")]
    [InlineData("[Fallback] Task {|#0:M|}(System.Net.WebSockets.WebSocket socket)", "also [Fallback], whose requests open none")]
    public Task BadMethod_IsReported(string method, string why) => Check.Source<WebSocketAnalyzer>(
        $$"""[Handler] partial class Chat { [WebSocket("/")] {{method}} {{Body}} }""",
        Check.Message(Rules.WebSocketSignature, $"'Chat.M' is marked [WebSocket] but {why}, so no WebSocket can be opened for it"));

    // Async void has its own rule, and the result of a WebSocket's method is never sent.
    [Fact]
    public async Task AsyncVoidAndResults_AreReportedOnce()
    {
        await Check.Source<WebSocketAnalyzer>("""[Handler] partial class Chat { [WebSocket("/")] async void M(System.Net.WebSockets.WebSocket socket) => await Task.Yield(); }""");
        await Check.Source<ResultAnalyzer>("""[Handler] partial class Chat { [WebSocket("/")] System.IO.Stream M(System.Net.WebSockets.WebSocket socket) => throw new Exception(); }""");
    }

    // What a client cannot have is said once, as of its requests.
    [Theory]
    [InlineData("[WebSocket(\"/\")] Task Chat();")]
    [InlineData("[WebSocket(\"/\")] string Chat(System.Net.WebSockets.WebSocket socket);")]
    [InlineData("[Get(\"/\")] Task Chat(System.Net.WebSockets.WebSocket socket);")]
    public Task WebSocketOfAClient_IsLeftToItsOwnRule(string method) => Check.Source<WebSocketAnalyzer>($$"""[Client("http://a")] partial interface IChat { {{method}} }""");

    [Theory]
    [InlineData("Get(\"/\")", "Get")]
    [InlineData("Post(\"/\")", "Post")]
    [InlineData("Fallback", "Fallback")]
    public async Task WebSocketOfAnotherRoute_IsReported(string attribute, string name)
    {
        var source = $$"""[Handler] partial class Chat { [{{attribute}}] Task M(System.Net.WebSockets.WebSocket {|#0:socket|}) {{Body}} Task Helper(System.Net.WebSockets.WebSocket socket) {{Body}} }""";
        await Check.Source<WebSocketAnalyzer>(
            source,
            Check.Message(Rules.WebSocketElsewhere, $"'WebSocket socket' of 'Chat.M' is nothing that a request has, because the method is marked [{name}] and not [WebSocket]"));
        await Check.Source<ParameterAnalyzer>(source.Replace("{|#0:socket|}", "socket", StringComparison.Ordinal));
    }

    [Fact]
    public Task ContentOfAWebSocketRoute_IsReportedAsOfGet() => Check.Source<ParameterAnalyzer>(
        $$"""[Handler] partial class Chat { [WebSocket("/")] Task M(System.Net.WebSockets.WebSocket socket, ContentReader {|PIC0208:content|}, Exception {|PIC0209:json|}) {{Body}} }""");

    [Theory]
    [InlineData("https://a.example")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://[::1]:5000")]
    [InlineData("*")]
    public Task GoodOrigin_IsFine(string origin) => Check.Source<WebSocketAnalyzer>(
        $$"""[Handler] partial class Chat { [WebSocket("/", Origins = new[] { "{{origin}}" })] Task M(System.Net.WebSockets.WebSocket socket) {{Body}} }""");

    [Theory]
    [InlineData("")]
    [InlineData("a.example")]
    [InlineData("https://a.example/")]
    [InlineData("https://a.example/chat")]
    [InlineData("https://*.example")]
    [InlineData("wss://a.example")]
    [InlineData("https://")]
    public Task BadOrigin_IsReported(string origin) => Check.Source<WebSocketAnalyzer>(
        $$"""[Handler] partial class Chat { [{|#0:WebSocket("/", Origins = ["https://good", "{{origin}}"])|}] Task M(System.Net.WebSockets.WebSocket socket) {{Body}} }""",
        Check.Message(Rules.InvalidOrigin, $"'{origin}' in Origins of 'Chat.M' is no origin such as 'https://example.com', so it would allow no page"));

    [Theory]
    [InlineData("")]
    [InlineData("chat 2")]
    [InlineData("chat,2")]
    public Task BadSubprotocol_IsReported(string protocol) => Check.Source<WebSocketAnalyzer>(
        $$"""[Handler] partial class Chat { [{|#0:WebSocket("/", Protocols = ["good.1", "{{protocol}}"])|}] Task M(System.Net.WebSockets.WebSocket socket) {{Body}} }""",
        Check.Message(Rules.InvalidSubprotocol, $"'{protocol}' in Protocols of 'Chat.M' is no token, so no client can offer it"));

    [Theory]
    [InlineData("KeepAliveIntervalSeconds", -1)]
    [InlineData("KeepAliveTimeoutSeconds", 86_401)]
    public Task BadKeepAlive_IsReported(string property, int seconds) => Check.Source<WebSocketAnalyzer>(
        $$"""[Handler] partial class Chat { [{|#0:WebSocket("/", {{property}} = {{seconds}})|}] Task M(System.Net.WebSockets.WebSocket socket) {{Body}} }""",
        Check.Message(Rules.InvalidKeepAlive, $"{property} of 'Chat.M' is {seconds} seconds, and only 0, which is none, to a day can be kept"));

    // A WebSocket is a GET route as any other.
    [Fact]
    public Task WebSocketAndGet_OfOnePath_AreADuplicate() => Check.Source<RouteTableAnalyzer>(
        $$"""
        [Application] partial class App { }
        [Handler] partial class Chat
        {
            [Get("/chat")] string Page() => "";
            [{|PIC0102:WebSocket("/chat")|}] Task M(System.Net.WebSockets.WebSocket socket) {{Body}}
        }
        """);
}
