using Picard.Client.Interop;

namespace Picard.Proxy.Interop.Tests;

/// <summary>The gateway between the clients and the servers that need no programme but .NET. The others are for <c>dotnet run --project tests/Picard.Proxy.Interop</c>.</summary>
public sealed class GatewayTests
{
    private static readonly string[] s_servers = ["picard", "kestrel"];

    public static TheoryData<string, string, string> OwnChecks
    {
        get
        {
            var checks = new TheoryData<string, string, string>();
            foreach (var name in s_servers)
            {
                foreach (var transport in InteropTransport.All)
                {
                    foreach (var check in InteropRun.ChecksOf(new GatewayFront(InteropServers.All[name](), transport)))
                    {
                        checks.Add(name, transport.Name, check);
                    }
                }
            }

            return checks;
        }
    }

    public static TheoryData<string, string, string> Checks
    {
        get
        {
            var checks = new TheoryData<string, string, string>();
            foreach (var name in s_servers)
            {
                foreach (var client in (string[])["dotnet", "websocket"])
                {
                    foreach (var check in GatewayClients.All[client]().Checks.Keys)
                    {
                        checks.Add(client, name, check);
                    }
                }
            }

            return checks;
        }
    }

    [Theory]
    [MemberData(nameof(OwnChecks))]
    public async Task CheckOfOurClient_Passes(string name, string transportName, string check)
    {
        var transport = InteropTransport.All.Single(one => one.Name == transportName);
        await using var front = new GatewayFront(InteropServers.All[name](), transport);
        await front.StartAsync();
        await InteropRun.RunAsync(front, transport, check);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Check_Passes(string client, string name, string check)
    {
        await using var front = new GatewayFront(InteropServers.All[name](), InteropTransport.All[0]);
        await front.StartAsync();
        await GatewayClients.All[client]().Checks[check](front.Base).WaitAsync(ProxyRun.Patience);
    }

    [Fact]
    public async Task Run_TellsEachCheck_AndCountsThoseThatFail()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await ProxyRun.RunAsync("dotnet", "picard", "good", static () => Task.CompletedTask, output));
        Assert.Equal(1, await ProxyRun.RunAsync("dotnet", "picard", "bad", static () => Task.FromException(new InvalidDataException("no")), output));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(" ok", lines[0].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("FAILED: InvalidDataException: no", lines[1].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_IsNotRunWithAServerThatLacksWhatItNeeds()
    {
        await using var able = new GatewayFront(new PicardInteropServer(), InteropTransport.All[0]);
        Assert.True(ProxyRun.Suits(new SocketClient(), able));
        await using var front = new GatewayFront(new WithoutSocket(), InteropTransport.All[0]);
        Assert.False(ProxyRun.Suits(new SocketClient(), front));
        Assert.True(ProxyRun.Suits(new DotNetClient(), front));
    }

    /// <summary>A server that lacks a WebSocket.</summary>
    private sealed class WithoutSocket : InteropServer
    {
        public override string Name => "without";

        public override Task StartAsync() => Task.CompletedTask;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
