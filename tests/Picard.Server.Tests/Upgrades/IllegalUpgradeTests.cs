using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>An upgrade that RFC 9110 §7.8 does not allow throws with the rule in its text, and leaves the exchange usable (Seed A.10: 101 when no upgrade was requested).</summary>
public sealed class IllegalUpgradeTests
{
    private const string Asking = "Connection: Upgrade\r\nUpgrade: echo\r\n";

    public static TheoryData<string, string, Action<Downstream>> Wrongs => new()
    {
        { "has asked for no upgrade", Get("/send"), static d => d.Upgrade("echo") },
        { "has asked for no upgrade", Get("/send", "Upgrade: echo\r\n"), static d => d.Upgrade("echo") },
        { "has asked for no upgrade", Get("/send", "Connection: Upgrade\r\n"), static d => d.Upgrade("echo") },
        { "has not offered 'echo'", Get("/send", "Connection: Upgrade\r\nUpgrade: echo/1, echoes\r\n"), static d => d.Upgrade("echo") },
        { "HTTP/1.0", "GET /send HTTP/1.0\r\nHost: test\r\n" + Asking + "\r\n", static d => d.Upgrade("echo") },
        { "response has begun", Get("/send", Asking), static d => { d.Begin(StatusCode.Ok); d.Upgrade("echo"); } },
        { "response has begun", Get("/send", Asking), static d => { d.Upgrade("echo"); d.Upgrade("echo"); } },
        { "is no protocol", Get("/send", Asking), static d => d.Upgrade("") },
        { "is no protocol", Get("/send", Asking), static d => d.Upgrade("a b") },
        { "is no protocol", Get("/send", Asking), static d => d.Upgrade("echo/") },
        { "is no protocol", Get("/send", Asking), static d => d.Upgrade("écho") },
        { "exactly once", Get("/send", Asking), static d => { d.Upgrade("echo"); d.Respond(StatusCode.Ok); } },
        { "requests without content", Get("/send", Asking + "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", static d => d.Upgrade("echo") },
        { "requests without content", Get("/send", Asking + "Content-Length: 1\r\n") + "x", static d => d.Upgrade("echo") },
    };

    [Theory] // Seed A.10.9
    [MemberData(nameof(Wrongs))]
    public async Task IllegalUpgrade_Throws_AndTheExchangeStaysUsable(string rule, string request, Action<Downstream> wrong)
    {
        Exception? thrown = null;
        var log = new EventLog
        {
            Script = downstream =>
            {
                thrown = Record.Exception(() => wrong(downstream));
                if (Record.Exception(() => downstream.Respond(StatusCode.Ok, "plain")) is not null)
                {
                    downstream.Write("in the middle");
                    downstream.Complete();
                }

                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(request);
        await peer.FinishAsync();
        var all = await peer.ReadToEndAsync();
        Assert.True(thrown is InvalidOperationException or ArgumentException, $"{thrown}");
        Assert.Contains(rule, thrown!.Message, StringComparison.Ordinal);
        Assert.True(all.Contains("plain", StringComparison.Ordinal) || all.Contains("in the middle", StringComparison.Ordinal), all);
        server.AssertQuietLog();
    }

    // The end of the request is known, and with it nothing would be read from the tunnel.
    [Fact]
    public async Task Upgrade_AfterTheEndEvent_Throws()
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/tunnel/too-late", Asking));
        await log.SeenAsync("end");
        log.Signal.Set();
        Assert.EndsWith("plain", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Contains("before their end event", log.All, StringComparison.Ordinal);
    }
}
