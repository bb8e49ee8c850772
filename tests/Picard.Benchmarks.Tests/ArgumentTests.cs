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

    [Fact]
    public void Proxy_IsMeasuredInEachOfItsScenariosUnlessToldOtherwise()
    {
        var assembly = typeof(ArgumentTests).Assembly.Location;
        Assert.Equal(Scenario.Proxied.Select(static scenario => scenario.Name), ServerArguments.Parse("proxy", []).Scenarios);
        Assert.Equal(Scenario.Proxied.Count, ServerArguments.Parse("proxy", ["--scenario", "all"]).Scenarios.Count);
        var arguments = ServerArguments.Parse("proxy", ["--scenario", "proxy-get", "--peers", "picard,yarp", "--yarp", assembly]);
        Assert.Equal(["proxy-get"], arguments.Scenarios);
        Assert.Equal(["picard", "yarp"], arguments.Peers);
        Assert.Equal(assembly, arguments.Yarp);
    }

    [Theory]
    [InlineData("--peers", "picard,kestrel-minimal", "kestrel-minimal")]
    [InlineData("--scenario", "proxy-get,proxy-nothing", "proxy-nothing")]
    [InlineData("--yarp", "/nowhere/yarp.dll", "/nowhere/yarp.dll")]
    public void MistakeAboutAProxy_IsNamed(string name, string value, string named) =>
        Assert.Contains(named, Assert.Throws<UsageException>(() => ServerArguments.Parse("proxy", [name, value])).Message, StringComparison.Ordinal);

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
    public void EveryScenario_OfProxiesHasAServerBehindThemAndComesInTwoSizes()
    {
        Assert.All(Scenario.Proxied, static scenario => Assert.Equal(scenario.Upstream, PeerCatalogue.Named(scenario.Upstream!).Name));
        Assert.Equal([64, 1000, 64, 1000, 64, 1000, 64, 1000], Scenario.Proxied.Select(static scenario => scenario.Connections));
    }

    [Fact]
    public void Yarp_IsLeftOutWhereNobodySaysWhereItIs()
    {
        Assert.Equal(["picard", "nginx", "haproxy"], ProxyCatalogue.Of(ProxyCatalogue.Names, 1, yarp: null).Select(static peer => peer.Name));
        Assert.Equal(ProxyCatalogue.Names, ProxyCatalogue.Of(ProxyCatalogue.Names, 1, "yarp.dll").Select(static peer => peer.Name));
    }

    [Fact]
    public void EveryScenario_NamesPeersThatExist() =>
        Assert.All(Scenario.All.SelectMany(static scenario => scenario.Peers), static name => Assert.Equal(name, PeerCatalogue.Named(name).Name));
}
