namespace Picard.Middleware.Tests;

public sealed class HealthTests
{
    private static readonly HealthResult s_down = HealthResult.Unhealthy("no connection");

    private readonly FakeTime _time = new();

    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 200)]
    [InlineData("/health/ready?verbose", 200)]
    [InlineData("HEAD /health/ready", 200)]
    [InlineData("POST /health/ready", 405)]
    [InlineData("/health", 404)]
    [InlineData("/health/ready/", 404)]
    public async Task Paths_AreAnsweredBeforeRouting(string target, int status)
    {
        var answer = await AskAsync(new HealthOptions(), target);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status != 404, answer.Contains("\r\nCache-Control: no-store\r\n", StringComparison.Ordinal));
        Assert.Equal(status == 405, answer.Contains("\r\nAllow: GET, HEAD\r\n", StringComparison.Ordinal));
        Assert.Equal(status == 200, answer.Contains("\r\nContent-Length: 0\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Paths_AreWhereTheOptionsSay()
    {
        var options = new HealthOptions { LivePath = "/healthz", ReadyPath = "/readyz" };
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(options, "/healthz"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(options, "/readyz"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", await AskAsync(options, "/health/live"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckThatFails_MakesItNotReady_ButLeavesItAlive()
    {
        var options = new HealthOptions { Checks = [Check(HealthResult.Healthy, "a"), Check(s_down, "b")] };
        Assert.StartsWith("HTTP/1.1 503 ", await AskAsync(options, "/health/ready"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(options, "/health/live"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detail_IsToldWhereItIsWanted()
    {
        var options = new HealthOptions { Checks = [Check(HealthResult.Healthy, "cache"), Check(s_down, "database")], Detail = HealthDetail.Checks, TimeProvider = _time };
        var answer = await AskAsync(options, "/health/ready");
        Assert.Contains("\r\nContent-Type: application/json\r\n", answer, StringComparison.Ordinal);
        Assert.Equal("""{"status":"not ready","checks":{"cache":{"status":"healthy","milliseconds":0},"database":{"status":"unhealthy","milliseconds":0,"reason":"no connection"}}}""", TestPeer.ContentOf(answer));
        Assert.Equal("""{"status":"alive","checks":{}}""", TestPeer.ContentOf(await AskAsync(options, "/health/live")));
    }

    [Fact]
    public async Task CheckThatThrows_IsLoggedAndTellsClientsNoMore()
    {
        var options = new HealthOptions { Checks = [new SaidCheck("database", static _ => throw new InvalidTimeZoneException("secret"))], Detail = HealthDetail.Checks };
        var log = new MemoryLog();
        var answer = await Serving.AskAsync<HealthApplication>(Serving.Client, [options, log], "/health/ready");
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"It failed.\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.Equal("secret", Assert.Single(log.From(Microsoft.Extensions.Logging.LogLevel.Warning)).Exception?.Message);
    }

    [Fact]
    public async Task CheckThatIsLate_FailsInTime_AndIsNotCalledAgainBeforeItEnds()
    {
        var stuck = new TaskCompletionSource<HealthResult>();
        var check = new SaidCheck("database", _ => new ValueTask<HealthResult>(stuck.Task));
        var options = new HealthOptions { Checks = [check], Timeout = TimeSpan.FromSeconds(5), MaxAge = TimeSpan.Zero, TimeProvider = _time };
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<HealthApplication>(options));
        await using var peer = server.Connect(Serving.Client);
        await peer.SendAsync(Serving.Request("/health/ready"));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.StartsWith("HTTP/1.1 503 ", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503 ", await server.AskAsync(Serving.Client, "/health/ready"), StringComparison.Ordinal);
        Assert.Equal(1, check.Calls);

        stuck.SetResult(HealthResult.Healthy);
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/health/ready"), StringComparison.Ordinal);
        Assert.Equal(2, check.Calls);
    }

    [Fact]
    public async Task ThoseWhoAskAtTheSameTimeOrSoonAfter_GetOneResult()
    {
        var check = Check(HealthResult.Healthy, "database");
        var options = new HealthOptions { Checks = [check], MaxAge = TimeSpan.FromSeconds(1), TimeProvider = _time };
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<HealthApplication>(options));
        for (var i = 0; i < 3; i++)
        {
            Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/health/ready"), StringComparison.Ordinal);
        }

        Assert.Equal(1, check.Calls);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/health/ready"), StringComparison.Ordinal);
        Assert.Equal(2, check.Calls);
    }

    [Fact]
    public async Task Readiness_IsTheApplicationsWord()
    {
        var options = new HealthOptions();
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<HealthApplication>(options));
        options.Readiness.IsReady = false;
        Assert.StartsWith("HTTP/1.1 503 ", await server.AskAsync(Serving.Client, "/health/ready"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/health/live"), StringComparison.Ordinal);
        options.Readiness.IsReady = true;
        Assert.StartsWith("HTTP/1.1 200 ", await server.AskAsync(Serving.Client, "/health/ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatStops_IsNotReady()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, Serving.Application<HealthApplication>(new HealthOptions()));
        await using var peer = server.Connect(Serving.Client);
        await peer.SendAsync("GET /health/ready HTTP/1.1\r\n");
        var stopped = server.Server.StopAsync();
        await peer.SendAsync("Host: test\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 503 ", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        await peer.DisposeAsync();
        await stopped;
    }

    [Fact]
    public void OptionThatIsWrong_FailsAtStartByName()
    {
        AssertWrong("LivePath is 'health'", new HealthOptions { LivePath = "health" });
        AssertWrong("ReadyPath is '/a b'", new HealthOptions { ReadyPath = "/a b" });
        AssertWrong("ReadyPath is '/h'", new HealthOptions { LivePath = "/h", ReadyPath = "/h" });
        AssertWrong("Timeout is ", new HealthOptions { Timeout = TimeSpan.Zero });
        AssertWrong("MaxAge is ", new HealthOptions { MaxAge = TimeSpan.FromHours(1) });
        AssertWrong("Checks has 'a' twice", new HealthOptions { Checks = [Check(s_down, "a"), Check(s_down, "a")] });

        static void AssertWrong(string what, HealthOptions options) =>
            Assert.StartsWith("HealthOptions." + what, Assert.ThrowsAny<ArgumentException>(() => Serving.Application<HealthApplication>(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health/live")]
    public void OtherRequests_AndLiveness_AllocateNothing(string target) =>
        Serving.AssertAllocatesNothing(Serving.Application<HealthApplication>(new HealthOptions()), Serving.Client, Serving.Request(target));

    private static SaidCheck Check(HealthResult result, string name) => new(name, _ => new ValueTask<HealthResult>(result));

    private static Task<string> AskAsync(HealthOptions options, string target) => Serving.AskAsync<HealthApplication>(Serving.Client, [options], target);
}
