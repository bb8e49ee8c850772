using System.Text;
using Microsoft.Extensions.Logging;

namespace Picard.Server.Tests;

/// <summary>Frames octet for octet: how they are cut on the way changes nothing, and a client that breaks RFC 6455 is closed with its status and blamed in no log.</summary>
public sealed class FrameTests
{
    private readonly EventLog _log = new();

    public static TheoryData<string, int, string> Violations => new()
    {
        { "Seed WS-09: not masked", 1002, "\x81\x05Hello" },
        { "a reserved bit", 1002, Frames.Of(0xC1, "Hello"u8.ToArray()) },
        { "a reserved opcode", 1002, Frames.Of(0x83, "Hello"u8.ToArray()) },
        { "a continuation of nothing", 1002, Frames.Of(0x80, "Hello"u8.ToArray()) },
        { "a message within a message", 1002, Frames.Of(0x01, "Hel"u8.ToArray()) + Frames.Text("lo") },
        { "a fragmented control frame", 1002, Frames.Of(0x09, "Hello"u8.ToArray()) },
        { "a control frame of 126 octets", 1002, Frames.Of(0x89, new byte[126]) },
        { "Seed WS-10: a close frame of one octet", 1002, Frames.Of(0x88, [3]) },
        { "a close status that is none", 1002, Frames.Close(999) },
        { "a close status that is never sent", 1002, Frames.Close(1006) },
        { "text that is not UTF-8", 1007, Frames.Of(0x81, [0xC3, 0x28]) },
    };

    [Theory] // Seed WS-13
    [InlineData(0)]
    [InlineData(1)]
    public async Task FramesAndHandshake_CutAnywhere_AreTheSame(int spare)
    {
        var input = SocketPeer.Handshake("/sockets/echo") + Frames.Text("Hello") + Frames.Of(0x01, "Wor"u8.ToArray()) + Frames.Ping("p") + Frames.Of(0x80, "ld"u8.ToArray())
            + Frames.Text(new string('x', 126)) + Frames.Close(1000, "Done");
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var whole = await server.ConverseAsync(input);
        Assert.EndsWith("\x81\x05Hello\x01\x03Wor\x8A\x01p\x80\x02ld\x81\x7E\0\x7E" + new string('x', 126) + Frames.Closed(1000, "Done"), whole, StringComparison.Ordinal);
        for (var cut = 1; cut < input.Length - spare; cut++)
        {
            await using var peer = await server.ConnectAsync();
            await peer.SendAsync(input[..cut]);
            await peer.SendAsync(input[cut..(cut + spare)]);
            await peer.SendAsync(input[(cut + spare)..]);
            Assert.Equal(whole, await peer.ReadToEndAsync());
        }

        server.AssertQuietLog();
    }

    [Fact]
    public async Task Frames_OctetByOctet_AreTheSame()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendByteByByteAsync(SocketPeer.Handshake("/sockets/echo") + Frames.Text("Hello") + Frames.Close(1000));
        Assert.EndsWith("\x81\x05Hello" + Frames.Closed(1000), await peer.ReadToEndAsync(), StringComparison.Ordinal);
    }

    // Bug J 45 is not copied: the reason is unmasked as it should be.
    [Fact]
    public async Task CloseReason_IsWhatTheClientSaid()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        _ = await server.ConverseAsync(SocketPeer.Handshake("/sockets/echo") + Frames.Close(1001, "Tschüß"));
        Assert.Equal("open end:CloseReceived:EndpointUnavailable:Tschüß", _log.All);
    }

    // RFC 6455 §7.1.5: a close frame without a status is answered all the same.
    [Fact]
    public async Task CloseWithoutStatus_IsAnswered()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        Assert.EndsWith("\r\n\r\n" + Frames.Closed(1000), await server.ConverseAsync(SocketPeer.Handshake("/sockets/echo") + Frames.Close()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Violation_IsClosedWithItsStatus_AndIsNoFailureOfTheMethod(string what, int status, string frames)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/echo");
        await peer.SendAsync(frames);
        await peer.FinishAsync();
        var answer = await peer.ReadToEndAsync();
        var close = answer.LastIndexOf('\x88');
        Assert.True(close >= 0 && answer.Length >= close + 4, $"{what}: {answer}");
        Assert.Equal(status, (answer[close + 2] << 8) | answer[close + 3]);
        await server.EmptyAsync();
        Assert.Equal(1, _log.Count("fault:"));
        server.AssertQuietLog();
    }

    // What follows the close frame is no message any more, and is not answered.
    [Fact]
    public async Task FramesAfterTheClose_AreThrownAway()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        var all = await server.ConverseAsync(SocketPeer.Handshake("/sockets/echo") + Frames.Close(1000) + Frames.Text("late") + new string('\0', 1000));
        Assert.EndsWith("\r\n\r\n" + Frames.Closed(1000), all, StringComparison.Ordinal);
        server.AssertQuietLog();
    }

    [Fact] // Seed WS-13
    public async Task Ping_IsSentAfterASilence_AndAnAnswerKeepsTheWebSocketOpen()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/answered");
        for (var i = 1; i <= 2; i++)
        {
            var ping = Encoding.Latin1.GetBytes(await peer.ReadOnceAsync());
            Assert.Equal([0x89, 8], ping[..2]);
            await peer.SendAsync(Frames.Of(0x8A, ping[2..]));
        }

        await peer.SendAsync(Frames.Close(1000));
        Assert.EndsWith(Frames.Closed(1000), await peer.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal("", _log.All);
    }

    [Fact]
    public async Task PingThatIsNotAnswered_EndsTheWebSocket_AndCancelsTheToken()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/ping");
        Assert.EndsWith("(reset)", await peer.ReadToEndAsync(), StringComparison.Ordinal);
        await _log.SeenAsync("aborted");
        await server.EmptyAsync();
        Assert.Empty(server.Log.From(LogLevel.Warning));
    }
}
