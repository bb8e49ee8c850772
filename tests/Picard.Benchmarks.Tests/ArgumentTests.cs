namespace Picard.Benchmarks.Tests;

/// <summary>A mistake on the command line shows before anything is measured, and in one line.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void Options_AreTaken()
    {
        var arguments = ServerArguments.Parse(
            "server", ["--scenario", "json,idle", "--peers", "picard,nginx", "--rounds", "5", "--seconds", "1.5", "--counts", "no", "--server-core", "0-1", "--load-core", "3"]);
        Assert.Equal(["json", "idle"], arguments.Scenarios);
        Assert.Equal(["picard", "nginx"], arguments.Peers);
        Assert.Equal((5, 1.5, false, "0-1", "3"), (arguments.Rounds, arguments.Seconds, arguments.Counts, arguments.ServerCores, arguments.LoadCores));
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("start")]
    public void CommandOfOneScenario_IsThatScenario(string command) => Assert.Equal([command], ServerArguments.Parse(command, ["--rounds", "1"]).Scenarios);

    [Fact]
    public void All_IsEveryScenario() => Assert.Equal(Scenario.All.Count + 3, ServerArguments.Parse("server", ["--scenario", "all"]).Scenarios.Count);

    [Theory]
    [InlineData("--scenario", "plaintext,nothing", "nothing")]
    [InlineData("--peers", "apache", "apache")]
    [InlineData("--rounds", "0", "--rounds")]
    [InlineData("--seconds", "soon", "--seconds")]
    [InlineData("--counts", "perhaps", "--counts")]
    [InlineData("--load-core", "first", "first")]
    [InlineData("--speed", "1", "--speed")]
    public void Mistake_IsNamed(string name, string value, string named) =>
        Assert.Contains(named, Assert.Throws<UsageException>(() => ServerArguments.Parse("server", [name, value])).Message, StringComparison.Ordinal);

    [Fact]
    public void OptionWithoutAValue_IsAMistake() => Assert.Throws<UsageException>(() => ServerArguments.Parse("server", ["--rounds"]));

    [Fact]
    public void EveryScenario_NamesPeersThatExist() =>
        Assert.All(Scenario.All.SelectMany(static scenario => scenario.Peers), static name => Assert.Equal(name, PeerCatalogue.Named(name).Name));
}
