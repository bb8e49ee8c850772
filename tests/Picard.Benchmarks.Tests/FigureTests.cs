namespace Picard.Benchmarks.Tests;

/// <summary>What many measurements come to, and how it is shown.</summary>
public sealed class FigureTests
{
    private static readonly Machine s_machine = new("2026-01-01", "a processor", 2, "a system", "10.0", "server");

    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 2, 9 }, 3)]
    public void Median_IsTheMiddle(double[] values, double median) => Assert.Equal(median, Statistics.Median(values));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.25, 20)]
    [InlineData(0.9, 46)]
    [InlineData(1, 50)]
    public void Quantile_LiesBetweenTwoValues(double share, double quantile) => Assert.Equal(quantile, Statistics.Quantile([50, 10, 30, 20, 40], share), 9);

    [Theory]
    [InlineData(new double[] { 10, 10 }, false)]
    [InlineData(new double[] { 99, 10, 10.2, 10.3 }, true)]
    [InlineData(new[] { 10, 10.2, 10.5 }, false)]
    [InlineData(new[] { 10.2, 10.2, 10.2, 9 }, false)]
    public void Figures_AreSteadyWhenTheLastThreeAgree(double[] figures, bool steady) => Assert.Equal(steady, Statistics.IsSteady(figures, 3, 0.04));

    [Fact]
    public void Ratio_IsTakenRoundByRound()
    {
        // The machine was half as fast in the second round; that is no difference between the two.
        Assert.Equal(new Ratio(2, 2, 2), Ratio.Of([20, 40], [10, 20]));
        Assert.Equal(new Ratio(2, 1, 4), Ratio.Of([10, 20, 40], [10, 10, 10]));
        Assert.Null(Ratio.Of([], []));
    }

    [Theory]
    [InlineData("kestrel-minimal", 2.0, "≥ 2.00 met")]
    [InlineData("kestrel-minimal", 1.9, "≥ 2.00 MISSED")]
    [InlineData("epoll", 0.9, "≥ 0.87 met")]
    [InlineData("kestrel-slim", 9, "")]
    public void Goal_IsALeastRatio(string peer, double ratio, string goal) =>
        Assert.Equal(goal, Goals.Of(Row(peer) with { Ratio = new Ratio(ratio, 0, 9) }));

    [Theory]
    [InlineData("yarp", 2.4, "≥ 2.30 met")]
    [InlineData("haproxy", 1.1, "≥ 1.15 MISSED")]
    public void Goal_OfAProxyIsItsOwn(string peer, double ratio, string goal) =>
        Assert.Equal(goal, Goals.Of(Row(peer) with { Scenario = "proxy-get", Ratio = new Ratio(ratio, 0, 9) }));

    [Theory]
    [InlineData("proxy-get", 0.2, "0 B met")]
    [InlineData("plaintext", 0.2, "0 B met")]
    [InlineData("plaintext", 24.0, "0 B MISSED")]
    [InlineData("echo", 24.0, "")]
    public void OurGoal_IsToAllocateNothing(string scenario, double bytes, string goal) =>
        Assert.Equal(goal, Goals.Of(Row("picard") with { Scenario = scenario, BytesPerRequest = bytes }));

    [Theory]
    [InlineData(1.9, "≤ 2 KiB met")]
    [InlineData(2.1, "≤ 2 KiB MISSED")]
    public void OurGoal_ForAnIdleConnection_IsASize(double kibibytes, string goal) =>
        Assert.Equal(goal, Goals.Of(Row("picard") with { Scenario = "idle", Value = kibibytes }));

    [Fact]
    public void Table_HasTheColumnsThatAScenarioHasFiguresFor()
    {
        var lines = Report.Markdown(s_machine, [Row("picard") with { P99Microseconds = 120 }, Row("nginx") with { Ratio = new Ratio(1.5, 1.25, 2), P99Microseconds = 90 }]).Split('\n');
        Assert.Equal(
            [
                "| peer | CPU us/request | ÷ ours (lowest–highest) | goal | p99 us |",
                "|---|---|---|---|---|",
                "| picard | 5.00 |  |  | 120 |",
                "| nginx | 5.00 | 1.50 (1.25–2.00) | ≥ 1.15 met | 90 |",
            ],
            lines.Where(static line => line.StartsWith('|')).Select(static line => line.TrimEnd()));
    }

    [Fact]
    public void Json_LeavesOutWhatDoesNotApply()
    {
        var json = Report.Json(s_machine, [Row("picard")]);
        Assert.Contains("\"value\": 5", json, StringComparison.Ordinal);
        Assert.DoesNotContain("p99Microseconds", json, StringComparison.Ordinal);
    }

    private static Summary Row(string peer) => new() { Scenario = "plaintext", Peer = peer, Unit = "CPU us/request", Value = 5 };
}
