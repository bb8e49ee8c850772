namespace Picard.Client.Interop.Tests;

/// <summary>The checks against the servers that need no programme but .NET: ours and Kestrel. The others are for <c>dotnet run --project tests/Picard.Client.Interop</c>.</summary>
public sealed class ServerTests
{
    public static TheoryData<string, string, string> Checks
    {
        get
        {
            var checks = new TheoryData<string, string, string>();
            foreach (var name in (string[])["picard", "kestrel"])
            {
                foreach (var check in InteropRun.ChecksOf(InteropServers.All[name]()))
                {
                    foreach (var transport in InteropTransport.All)
                    {
                        checks.Add(name, transport.Name, check);
                    }
                }
            }

            return checks;
        }
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Check_Passes(string name, string transport, string check)
    {
        await using var server = InteropServers.All[name]();
        Assert.Null(server.Missing);
        await server.StartAsync();
        await InteropRun.RunAsync(server, InteropTransport.All.Single(one => one.Name == transport), check);
    }

    // A server of ours without a target is one that answers 404: the run must see that.
    [Fact]
    public async Task Run_TellsEachCheck_AndCountsThoseThatFail()
    {
        await using var server = new HalfServer();
        await server.StartAsync();
        using var output = new StringWriter();
        Assert.Equal(1, await InteropRun.RunAsync(server, InteropTransport.All[0], output));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.EndsWith(" ok", lines[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("FAILED: InvalidDataException: the content is ", lines[1], StringComparison.Ordinal);
    }

    /// <summary>Our server, asked also for what it has no target for.</summary>
    private sealed class HalfServer : InteropServer
    {
        private readonly PicardInteropServer _server = new();

        public override string Name => "half";

        public override IReadOnlySet<string> Only { get; } = new HashSet<string> { "get", "close" };

        public override async Task StartAsync()
        {
            await _server.StartAsync();
            Base = _server.Base;
        }

        public override ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
