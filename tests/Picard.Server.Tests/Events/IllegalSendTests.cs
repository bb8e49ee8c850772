using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>What a handler must not send throws with the rule in its text, reaches nobody, and leaves the exchange usable (A.10, SV-44).</summary>
public sealed class IllegalSendTests
{
    // In each row: what is done wrong, and in what state; the exchange is completed afterwards, and another follows on its connection.
    public static TheoryData<string, string, Action<Downstream>, Action<Downstream>> Wrongs => new()
    {
        { "answered exactly once", "200:whole", static d => d.Respond(StatusCode.Ok, "whole"), static d => d.Respond(StatusCode.Ok, "again") },
        { "answered exactly once", "200:whole", static d => d.Respond(StatusCode.Ok, "whole"), static d => d.Begin(StatusCode.Ok) },
        { "answered exactly once", "200:", static d => d.Begin(StatusCode.Ok, 0), static d => d.Begin(StatusCode.Ok) },
        { "answered exactly once", "200:", static d => d.Begin(StatusCode.Ok, 0), static d => d.Respond(StatusCode.Ok) },
        { "call Begin first", "204:", static _ => { }, static d => d.Write("early") },
        { "call Begin first", "204:", static _ => { }, static d => d.Write($"{1}") },
        { "call Begin first", "204:", static _ => { }, static d => _ = d.WriteAsync(new byte[1]).AsTask() },
        { "no response to complete", "204:", static _ => { }, static d => d.Complete() },
        { "response is complete", "200:whole", static d => d.Respond(StatusCode.Ok, "whole"), static d => d.Write("more") },
        { "response is complete", "200:a", static d => { d.Begin(StatusCode.Ok, 1); d.Write("a"); d.Complete(); }, static d => d.Write("more") },
        { "complete already", "200:a", static d => { d.Begin(StatusCode.Ok, 1); d.Write("a"); d.Complete(); }, static d => d.Complete() },
        { "status 204 has no content", "204:", static _ => { }, static d => d.Respond(StatusCode.NoContent, "text") },
        { "status 304 has no content", "204:", static _ => { }, static d => d.Respond(StatusCode.NotModified, new byte[1]) },
        { "status 205 has no content", "204:", static _ => { }, static d => d.Begin(StatusCode.ResetContent, 1) },
        { "status 204 has no content", "204:", static _ => { }, static d => d.Begin(StatusCode.NoContent, 1) },
        { "this status has no content", "204:", static d => d.Begin(StatusCode.NoContent), static d => d.Write("text") },
        { "this status has no content", "205:", static d => d.Begin(StatusCode.ResetContent), static d => d.Write("text") },
        { "announced 3 octets", "200:abc", static d => { d.Begin(StatusCode.Ok, 3); d.Write("ab"); }, static d => d.Write("cd") },
        { "announced 3 octets", "200:abc", static d => { d.Begin(StatusCode.Ok, 3); d.Write("ab"); }, static d => d.Write("é") },
        { "announced 3 octets", "200:abc", static d => { d.Begin(StatusCode.Ok, 3); d.Write("ab"); }, static d => _ = d.WriteAsync(new byte[2]).AsTask() },
        { "announced 3 octets", "200:abc", static d => { d.Begin(StatusCode.Ok, 3); d.Write("ab"); }, static d => d.Complete() },
        { "never the final one", "204:", static _ => { }, static d => d.Respond(StatusCode.EarlyHints) },
        { "does not wait for 100", "204:", static _ => { }, static d => d.Continue() },
        { "before the response", "200:", static d => d.Begin(StatusCode.Ok, 0), static d => d.EarlyHints(new ResponseFields()) },
        { "cannot be a trailer", "200:", static d => d.Begin(StatusCode.Ok, 0), static d => d.Complete(new ResponseFields { { "Host", "x" } }) },
        { "32,768 octets", "200:", static d => d.Begin(StatusCode.Ok, 0), static d => d.Write(new byte[32769]) },
        { "Await WriteAsync", "200:", static d => d.Begin(StatusCode.Ok, 0), static d => d.Write(new string('€', 10923)) },
        { "is not negative", "204:", static _ => { }, static d => d.Begin(StatusCode.Ok, -1) },
        { "49 days", "204:", static _ => { }, static d => d.WakeAfter(TimeSpan.FromDays(50)) },
        { "49 days", "204:", static _ => { }, static d => d.WakeAfter(TimeSpan.FromTicks(-1)) },
    };

    [Theory] // Seed EV-13, A.10.2, A.10.3, A.10.4, A.10.5, A.10.8
    [MemberData(nameof(Wrongs))]
    public async Task IllegalSend_Throws_AndTheExchangeStaysUsable(string rule, string answer, Action<Downstream> before, Action<Downstream> wrong)
    {
        var thrown = "";
        var log = new EventLog
        {
            Script = downstream =>
            {
                before(downstream);
                var fault = Record.Exception(() => wrong(downstream));
                thrown = fault!.Message;
                Assert.True(fault is InvalidOperationException or ArgumentException, fault.ToString());
                Finish(downstream, answer);
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        var response = await peer.ReadResponseAsync();
        Assert.Equal(answer, $"{StatusesOf(response).Single()}:{TestPeer.ContentOf(response)}");
        Assert.Contains(rule, thrown, StringComparison.Ordinal);
        await peer.SendAsync(Get("/record"));
        Assert.EndsWith("exchange 1", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal("request done request end done:0", log.All);
        server.AssertQuietLog();
    }

    private static void Finish(Downstream downstream, string answer)
    {
        // What is still missing of the answer; what is complete is done already.
        if (Record.Exception(() => downstream.Begin(new StatusCode(int.Parse(answer[..3], System.Globalization.CultureInfo.InvariantCulture)))) is null)
        {
            downstream.Complete();
            return;
        }

        if (answer == "200:abc")
        {
            downstream.Write("c");
        }

        _ = Record.Exception(() => downstream.Complete());
    }

    // Limit: 64 KiB, whatever the handler does.
    [Fact] // Seed EV-31
    public async Task HandlerThatWritesOn_AfterItWasToldToStop_IsStopped()
    {
        var log = new EventLog
        {
            Script = static downstream =>
            {
                downstream.Begin(StatusCode.Ok);
                Assert.Equal(Flow.Ready, downstream.Write(new byte[1000]));
                Assert.Equal(Flow.Paused, downstream.Write(new byte[32 * 1024]));
                Assert.Equal(Flow.Paused, downstream.Write(new byte[30 * 1024]));
                var fault = Assert.Throws<InvalidOperationException>(() => downstream.Write(new byte[4 * 1024]));
                Assert.Contains("65,536", fault.Message, StringComparison.Ordinal);
                Assert.Contains("resume event", fault.Message, StringComparison.Ordinal);
                return default;
            },
            Resumed = static downstream =>
            {
                downstream.Complete();
                return default;
            },
        };
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        Assert.Equal(1000 + (62 * 1024), Chunked.Decode(await server.ConverseAsync(Get("/send", "Connection: close\r\n"))).Length);
        Assert.Equal("request resume done", log.All);
    }

    [Fact] // Seed A.10.3
    public async Task WriteWhileAnotherIsPending_Throws_AndTheFirstIsWhole()
    {
        var log = new EventLog
        {
            Script = static async downstream =>
            {
                downstream.Begin(StatusCode.Ok);
                var first = downstream.WriteAsync(new byte[1 << 20]);
                Assert.Contains("await it", Assert.Throws<InvalidOperationException>(() => downstream.Write("between")).Message, StringComparison.Ordinal);
                Assert.Contains("await it", Assert.Throws<InvalidOperationException>(() => downstream.Write($"{1}")).Message, StringComparison.Ordinal);
                Assert.Contains("await it", Assert.Throws<InvalidOperationException>(() => downstream.Complete()).Message, StringComparison.Ordinal);
                Assert.Contains("await it", Assert.Throws<InvalidOperationException>(() => WriteNothing(downstream)).Message, StringComparison.Ordinal);
                await first;
                downstream.Complete();
            },
        };
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        Assert.Equal(1 << 20, Chunked.Decode(await server.ConverseAsync(Get("/send", "Connection: close\r\n"))).Length);
        Assert.Equal("request done", log.All);
        server.AssertQuietLog();
    }

    // SV-44, A.10.4.
    [Fact]
    public async Task DownstreamOfAnEndedExchange_Throws_WhileTheNextIsUnderWay()
    {
        Downstream earlier = default;
        var log = new EventLog { Finished = static d => Assert.Contains("has ended", Assert.Throws<InvalidOperationException>(() => d.Write("late")).Message, StringComparison.Ordinal) };
        log.Script = downstream =>
        {
            if (earlier == default)
            {
                earlier = downstream;
            }
            else
            {
                AssertEnded(earlier);
                earlier.Signal.Set();
            }

            downstream.Respond(StatusCode.Ok, "fine");
            return default;
        };
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("fine", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        AssertEnded(earlier);
        await peer.SendAsync(Get("/send"));
        Assert.EndsWith("fine", await peer.ReadResponseAsync(), StringComparison.Ordinal);
        Assert.Equal("request done request done", log.All);
        server.AssertQuietLog();
    }

    [Fact] // Seed EV-04
    public void DownstreamOfNoExchange_SaysSo()
    {
        Assert.Throws<InvalidOperationException>(() => default(Downstream).Respond(StatusCode.Ok));
        Assert.Throws<InvalidOperationException>(() => default(Downstream).Write($"{1}"));
        Assert.Throws<InvalidOperationException>(() => default(Downstream).Signal);
        Assert.Throws<InvalidOperationException>(() => default(Downstream).Fields);
        default(Signal).Set();
        Assert.Equal(default, default(Downstream));
        Assert.Equal(default, default(Signal));
    }

    private static void WriteNothing(Downstream downstream) => _ = downstream.WriteAsync(default).AsTask();

    private static void AssertEnded(Downstream downstream)
    {
        Action<Downstream>[] uses =
        [
            static d => d.Respond(StatusCode.Ok), static d => d.Respond(StatusCode.Ok, "x"), static d => d.Begin(StatusCode.Ok), static d => d.Write("x"), static d => d.Write($"{1}"),
            static d => _ = d.WriteAsync(new byte[1]).AsTask(), static d => d.Complete(), static d => d.Continue(), static d => d.EarlyHints(new ResponseFields()), static d => d.Pause(),
            static d => d.Resume(), static d => d.Abort(), static d => d.WakeAfter(TimeSpan.Zero), static d => _ = d.Fields, static d => _ = d.Aborted,
        ];
        Assert.All(uses, use => Assert.Contains("has ended", Assert.Throws<InvalidOperationException>(() => use(downstream)).Message, StringComparison.Ordinal));
    }
}
