namespace Picard.Benchmarks.Tests;

/// <summary>What the load generators print is read as they mean it.</summary>
public sealed class LoadToolTests
{
    private const string WrkReport = """
        Running 1s test @ http://127.0.0.1:8080/plaintext
          1 threads and 8 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   794.29us    0.98ms   7.34ms   84.01%
            Req/Sec    15.40k     9.25k   31.20k    70.00%
          Latency Distribution
             50%  267.00us
             75%    1.18ms
             90%    2.27ms
             99%    1.04s 
          15335 requests in 1.50s, 1.90MB read
        Requests/sec:  15260.57
        Transfer/sec:      1.89MB
        """;

    private const string H2LoadReport = """
        finished in 1.00s, 800.00 req/s, 101.56KB/s
        requests: 803 total, 803 started, 803 done, 800 succeeded, 2 failed, 1 errored, 0 timeout
        status codes: 800 2xx, 0 3xx, 2 4xx, 0 5xx
        """;

    [Fact]
    public void Wrk_TellsRequestsSecondsAndLatencies() =>
        Assert.Equal(new LoadResult(15_335, 1.5, 0, 267, 2_270, 1_040_000), Wrk.Parse(WrkReport));

    [Fact]
    public void Wrk_CountsOtherStatusesAndLostConnectionsAsErrors()
    {
        var report = WrkReport + "\n  Socket errors: connect 1, read 20, write 300, timeout 4000\n  Non-2xx or 3xx responses: 50000\n";
        Assert.Equal(54_321, Wrk.Parse(report).Errors);
    }

    [Theory]
    [InlineData("800.00ms", 0.8)]
    [InlineData("2.00m", 120)]
    public void Wrk_DurationHasAUnit(string duration, double seconds) =>
        Assert.Equal(seconds, Wrk.Parse(WrkReport.Replace("1.50s", duration, StringComparison.Ordinal)).Seconds, 9);

    [Fact]
    public void Wrk_LatencyOfZero_IsNotKnown()
    {
        var load = Wrk.Parse(WrkReport.Replace("2.27ms", "0.00us", StringComparison.Ordinal));
        Assert.Equal((267, null), (load.P50Microseconds, load.P90Microseconds));
    }

    [Theory]
    [InlineData("unable to connect to 127.0.0.1:8080 Connection refused")]
    [InlineData("")]
    public void Wrk_WithoutAReport_IsAMistakeThatQuotesIt(string text) =>
        Assert.Contains(text, Assert.Throws<UsageException>(() => Wrk.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(4, 4)]
    public void LoadLastsWholeSeconds(double asked, int seconds) => Assert.Equal(seconds, Wrk.WholeSeconds(asked));

    [Fact]
    public void H2Load_TakesLatenciesFromItsLog()
    {
        var log = Enumerable.Range(0, 101).Select(static i => FormattableString.Invariant($"1795625275092022\t200\t{(i * 37 % 101) + 400}"));
        Assert.Equal(new LoadResult(800, 1, 3, 450, 490, 499), H2Load.Parse(H2LoadReport, log));
    }

    [Fact]
    public void H2Load_DurationHasAUnit() => Assert.Equal(0.5, H2Load.Parse(H2LoadReport.Replace("1.00s", "500.00ms", StringComparison.Ordinal), []).Seconds, 9);

    [Fact]
    public void H2Load_WithoutAReport_IsAMistakeThatQuotesIt() =>
        Assert.Contains("nothing", Assert.Throws<UsageException>(() => H2Load.Parse("nothing", [])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("plaintext", 1, true)]
    [InlineData("fixed", 19_700, true)]
    [InlineData("fixed", 19_500, false)]
    public void FixedRate_MustBeReached(string scenario, double requestsPerSecond, bool reached) =>
        Assert.Equal(reached, Scenario.Named(scenario).IsRateReached(requestsPerSecond));
}
