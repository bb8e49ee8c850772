using System.Text;

namespace Picard.Middleware.Tests;

public sealed class EngineTests
{
    private readonly Seen _seen = new();

    [Fact] // Seed EV-01
    public async Task EventsOfBoth_ComeOuterFirstThenInnerFirst()
    {
        var answer = await GetAsync("/hello");
        Assert.Contains("\r\nX-Gate: passed\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("Hello, World!", answer, StringComparison.Ordinal);
        Assert.Equal("request:GET received:0 request:GET received:0 response:200 response:200 sent:13 sent:13 done:200,13,/hello done:200,13,/hello", _seen.Text);
    }

    [Fact]
    public async Task Head_IsSeenWithoutContent()
    {
        var answer = await SendAsync("HEAD /hello HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 13\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("response:200 response:200 sent:0 sent:0 done:200,0,/hello done:200,0,/hello", _seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestWithoutRoute_IsSeenByTheApplicationsMiddlewareAlone()
    {
        var answer = await GetAsync("/nowhere");
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Gate: passed\r\n", answer, StringComparison.Ordinal);
        Assert.Matches("^request:GET received:0 response:404 sent:[0-9]+ done:404,[0-9]+,$", _seen.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Late: true")]
    public async Task MiddlewareThatAnswers_IsTheLastThatSeesTheRequest(string late)
    {
        var answer = await GetAsync("/hello", "X-Name: nobody", late);
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Equal("request:GET response:403 sent:0 done:403,0,", _seen.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Late: true")]
    public async Task MiddlewareThatHandlesNothing_OrAnswersAndGoesOn_IsADefect(string late)
    {
        Assert.StartsWith("HTTP/1.1 500 ", await GetAsync("/hello", "X-Name: silent", late), StringComparison.Ordinal);
        Assert.Equal("(reset)", await GetAsync("/hello", "X-Name: double", late));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Late: true")]
    public async Task Item_ReachesTheHandler(string late)
    {
        Assert.EndsWith("\r\n\r\nada", await GetAsync("/speaker", "X-Name: ada", late), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nada", await GetAsync("/speaker/any", "X-Name: ada", late), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nnobody", await GetAsync("/speaker/any", late), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItemThatNobodyLeft_Is500AndLoggedByName()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<Outer>(_seen));
        Assert.StartsWith("HTTP/1.1 500 ", await server.ConverseAsync(Get("/speaker")), StringComparison.Ordinal);
        Assert.Contains(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error), static e => e.Exception?.Message.Contains("'Inner' needs an item of the type 'Picard.Middleware.Tests.Speaker'", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("/fails", "gone")]
    [InlineData("/late", "late")]
    [InlineData("/event-fails", "event")]
    public async Task Fault_IsAnsweredByTheMiddlewareThatKnowsIt(string target, string detail)
    {
        var answer = await GetAsync(target, "Accept: application/json");
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{detail}\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Late: true")]
    public async Task FaultOfAnInnerMiddleware_IsAnsweredByAnOuter(string late)
    {
        var answer = await GetAsync("/hello", "X-Name: broken", "Accept: application/json", late);
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"gate\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FaultThatNobodyKnows_Is500()
    {
        Assert.StartsWith("HTTP/1.1 500 ", await GetAsync("/breaks"), StringComparison.Ordinal);
        Assert.EndsWith("/breaks", _seen.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/content", "Content-Length: 5\r\n\r\n12345", "5")]
    [InlineData("/content", "Transfer-Encoding: chunked\r\n\r\n3\r\n123\r\n2\r\n45\r\n0\r\nX-Sum: 1\r\n\r\n", "5")]
    [InlineData("/echo", "Content-Length: 5\r\n\r\n12345", "12345")]
    [InlineData("/echo", "X-Name: buffer\r\nContent-Length: 5\r\n\r\n12345", "12345")]
    [InlineData("/content", "X-Name: buffer\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n123\r\n2\r\n45\r\n0\r\n\r\n", "5")]
    [InlineData("/content", "X-Late: true\r\nX-Name: buffer\r\nContent-Length: 5\r\n\r\n12345", "5")]
    [InlineData("/echo", "X-Late: true\r\nX-Name: buffer\r\nContent-Length: 5\r\n\r\n12345", "12345")]
    [InlineData("/echo", "X-Late: true\r\nContent-Length: 5\r\n\r\n12345", "12345")]
    public async Task RequestContent_IsSeenByBoth_HoweverItIsRead(string target, string rest, string expected)
    {
        var content = rest[(rest.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var answer = await SendAsync($"POST {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{rest}");
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + expected, answer, StringComparison.Ordinal);
        Assert.Equal(2, _seen.Text.Split("received:5").Length - 1);
        Assert.Equal(content.Contains("X-Sum", StringComparison.Ordinal) ? 2 : 0, _seen.Text.Split("trailers:1").Length - 1);
    }

    [Fact]
    public async Task JsonContent_IsSeenToo()
    {
        var answer = await SendAsync("POST /json HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"x\":1,\"y\":2}");
        Assert.EndsWith("{\"sum\":3}", answer, StringComparison.Ordinal);
        Assert.Equal(2, _seen.Text.Split("received:13").Length - 1);
    }

    [Theory] // Seed AG-10
    [InlineData("Content-Length: 11\r\n\r\n12345678901")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n")]
    [InlineData("X-Late: true\r\nContent-Length: 11\r\n\r\n12345678901")]
    public async Task ContentBeyondWhatAMiddlewareCollects_Is413(string rest)
    {
        var answer = await SendAsync($"POST /echo HTTP/1.1\r\nHost: test\r\nX-Name: buffer\r\nConnection: close\r\n{rest}");
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Matches("^request:POST done:413,[1-9][0-9]*,$", _seen.Text);
    }

    [Fact] // Seed RS-03
    public async Task StreamedContent_IsSeenAsItWasWritten()
    {
        var answer = await GetAsync("/stream");
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("sent:100003 sent:100003 done:200,100003,/stream", _seen.Text, StringComparison.Ordinal);
    }

    [Theory] // Seed RT-09, RT-12
    [InlineData("GET /admin", "admin", "/admin")]
    [InlineData("GET /admin/", "admin", "/admin")]
    [InlineData("GET /admin/users/7", "user 7", "/admin/users/{id:int}")]
    [InlineData("GET /admin/files/a/b%20c", "a/b c", "/admin/files/{**rest}")]
    public async Task MountedApplication_AnswersBelowItsPrefix(string request, string content, string route)
    {
        var answer = await SendAsync($"{request} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("\r\n\r\n" + content, answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Stamp: 200\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Gate: passed\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith($"done:200,{content.Length},{route}", _seen.Text, StringComparison.Ordinal);
    }

    [Theory] // Seed RT-11
    [InlineData("GET /administrator", "404")]
    [InlineData("GET /admin/nowhere", "404")]
    [InlineData("GET /users/7", "404")]
    [InlineData("GET /admin/users", "405")]
    [InlineData("POST /admin/users", "201")]
    [InlineData("POST /hello", "405")]
    [InlineData("OPTIONS /admin/users", "204")]
    public async Task Mount_TakesNoMoreThanItsRoutes(string request, string status)
    {
        var answer = await SendAsync($"{request} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == "201", answer.Contains("X-Stamp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ClientThatLeaves_EndsInOneAbortOfEach()
    {
        var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<Outer>(_seen));
        await using (var peer = await server.ConnectAsync())
        {
            await peer.SendAsync("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
            peer.Reset();
        }

        await server.DisposeAsync();
        Assert.Equal(2, _seen.Text.Split("abort:ClientGone").Length - 1);
        Assert.DoesNotContain("done:", _seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StateOfOneExchange_IsNotSeenByTheNext()
    {
        var requests = new StringBuilder();
        for (var i = 0; i < 3; i++)
        {
            requests.Append("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n12345");
        }

        _ = await SendAsync(requests + Get("/hello"));
        Assert.Equal(6, _seen.Text.Split("received:5").Length - 1);
        Assert.Equal(2, _seen.Text.Split("received:0").Length - 1);
    }

    private static string Get(string target, params string[] fields) =>
        $"GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{string.Concat(fields.Where(static f => f.Length > 0).Select(static f => f + "\r\n"))}\r\n";

    private Task<string> GetAsync(string target, params string[] fields) => SendAsync(Get(target, fields));

    private async Task<string> SendAsync(string request)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<Outer>(_seen));
        return await server.ConverseAsync(request);
    }
}
