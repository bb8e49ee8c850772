namespace Picard.Benchmarks.Tests;

/// <summary>Every client does every scenario, a few times: what is measured is what it says.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly PicardServer _server = PicardServer.Create<BenchApplication>(new ServerOptions { Urls = ["http://127.0.0.1:0"] });

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var peer in ClientPeer.Names)
            {
                foreach (var scenario in ClientScenario.Names)
                {
                    cases.Add(peer, scenario);
                }
            }

            return cases;
        }
    }

    private int Port => new Uri(_server.Addresses[0]).Port;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Client_MakesItsRequests(string name, string scenario)
    {
        await using var peer = await ClientPeer.CreateAsync(name, Port);
        var load = new ClientLoad(peer, ClientScenario.Of(scenario, peer), concurrency: 3);
        var latencies = await load.RunAsync(most: 5);
        Assert.Equal(15, load.Requests);
        Assert.Equal(15, latencies.Count);
        Assert.True(latencies.QuantileMicroseconds(0.5) <= latencies.QuantileMicroseconds(0.99));
    }

    [Fact]
    public async Task Calls_OfOursOnTheLoop_AreMadeAndContinuedOnOneThread()
    {
        await using var peer = await ClientPeer.CreateAsync(ClientPeer.Ours, Port);
        var threads = new HashSet<string?>();
        var load = new ClientLoad(
            peer,
            async () =>
            {
                threads.Add(Thread.CurrentThread.Name);
                await peer.JsonAsync();
                threads.Add(Thread.CurrentThread.Name);
            },
            concurrency: 1);
        await load.RunAsync(most: 20);
        Assert.Equal("picard-loop-0", Assert.Single(threads));
    }

    [Fact]
    public async Task AnswerThatIsNotTheRightOne_EndsTheRun()
    {
        await using var peer = await ClientPeer.CreateAsync("httpclient", Port);
        var load = new ClientLoad(peer, static () => ValueTask.FromException(new InvalidDataException("wrong")), concurrency: 2);
        await Assert.ThrowsAsync<InvalidDataException>(() => load.RunAsync());
    }

    [Fact]
    public void Quantiles_AreWithinThreePercent()
    {
        var latencies = new LatencyHistogram();
        for (var microseconds = 1; microseconds <= 10_000; microseconds++)
        {
            latencies.Record(microseconds * 1000L);
        }

        Assert.InRange(latencies.QuantileMicroseconds(0.5), 4_850, 5_000);
        Assert.InRange(latencies.QuantileMicroseconds(0.99), 9_600, 9_900);
        Assert.Equal(0, new LatencyHistogram().QuantileMicroseconds(0.5));
    }

    [Fact]
    public void Options_AreTaken()
    {
        var arguments = ClientArguments.Parse(["--scenario", "all", "--concurrency", "2,16", "--peers", "picard-loop,invoker", "--rounds", "5", "--seconds", "1.5", "--load-core", "3"]);
        Assert.Equal(ClientScenario.Names, arguments.Scenarios);
        Assert.Equal([2, 16], arguments.Concurrency);
        Assert.Equal(["picard-loop", "invoker"], arguments.Peers);
        Assert.Equal((5, 1.5, "3"), (arguments.Rounds, arguments.Seconds, arguments.LoadCores));
    }

    [Theory]
    [InlineData("--scenario", "get,nothing", "nothing")]
    [InlineData("--peers", "curl", "curl")]
    [InlineData("--concurrency", "8,many", "many")]
    [InlineData("--speed", "1", "--speed")]
    public void Mistake_IsNamed(string name, string value, string named) =>
        Assert.Contains(named, Assert.Throws<UsageException>(() => ClientArguments.Parse([name, value])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(2.6, 1.2, "≥ 2.50 met, ≥ 1.30 MISSED")]
    [InlineData(2.4, 1.4, "≥ 2.50 MISSED, ≥ 1.30 met")]
    public void Goals_AreOfBothWaysToCall(double onLoop, double fromPool, string goal) => Assert.Equal(goal, Goals.Of(new Summary
    {
        Scenario = "json, 64 concurrent",
        Peer = "httpclient",
        Unit = "CPU us/request",
        Value = 20,
        Ratio = new Ratio(onLoop, 0, 9),
        RatioToPool = new Ratio(fromPool, 0, 9),
    }));
}
