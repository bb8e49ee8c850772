using System.Net.WebSockets;

namespace Picard.Server.Tests;

/// <summary>permessage-deflate (RFC 7692): what is agreed on, and that messages go through it.</summary>
public sealed class DeflateTests
{
    private readonly EventLog _log = new();

    [Theory]
    [InlineData("/sockets/echo", "permessage-deflate", null)] // off unless asked for
    [InlineData("/sockets/deflate", null, null)]
    [InlineData("/sockets/deflate", "x-webkit-deflate-frame", null)]
    [InlineData("/sockets/deflate", "permessage-deflate", "permessage-deflate")]
    [InlineData("/sockets/deflate", "permessage-deflate; client_max_window_bits", "permessage-deflate")]
    [InlineData("/sockets/deflate", "permessage-deflate; client_max_window_bits=8", "permessage-deflate")]
    [InlineData("/sockets/deflate", "permessage-deflate; client_max_window_bits=\"12\"", "permessage-deflate")]
    [InlineData("/sockets/deflate", "permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData("/sockets/deflate", "permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover")]
    [InlineData("/sockets/deflate", "permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9")]
    [InlineData("/sockets/deflate", "permessage-deflate;server_max_window_bits=15;server_no_context_takeover", "permessage-deflate; server_no_context_takeover; server_max_window_bits=15")]
    [InlineData("/sockets/deflate", "permessage-deflate; server_max_window_bits=8", null)] // zlib cannot
    [InlineData("/sockets/deflate", "permessage-deflate; server_max_window_bits=8, permessage-deflate", "permessage-deflate")] // the second offer
    [InlineData("/sockets/deflate", "permessage-deflate; server_max_window_bits=7", null)]
    [InlineData("/sockets/deflate", "permessage-deflate; server_max_window_bits=16", null)]
    [InlineData("/sockets/deflate", "permessage-deflate; server_max_window_bits=010", null)]
    [InlineData("/sockets/deflate", "permessage-deflate; server_max_window_bits", null)]
    [InlineData("/sockets/deflate", "permessage-deflate; client_max_window_bits=7", null)]
    [InlineData("/sockets/deflate", "permessage-deflate; client_no_context_takeover=1", null)]
    [InlineData("/sockets/deflate", "permessage-deflate; client_no_context_takeover; client_no_context_takeover", null)]
    [InlineData("/sockets/deflate", "permessage-deflate; unknown", null)]
    [InlineData("/sockets/deflate-each", "permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    public async Task Offer_IsTakenOrDeclined(string path, string? offer, string? answer)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        var head = await peer.OpenAsync(path, offer is null ? "" : $"Sec-WebSocket-Extensions: {offer}\r\n");
        var field = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Sec-WebSocket-Extensions: ", StringComparison.Ordinal));
        Assert.Equal(answer, field?["Sec-WebSocket-Extensions: ".Length..]);
    }

    [Theory]
    [InlineData("/sockets/deflate", "", 15, true, true)]
    [InlineData("/sockets/deflate", "; server_max_window_bits=9", 9, true, true)]
    [InlineData("/sockets/deflate", "; server_no_context_takeover; client_no_context_takeover", 15, false, false)]
    [InlineData("/sockets/deflate-each", "", 15, false, false)]
    public async Task Messages_GoThroughCompression(string path, string parameters, int serverBits, bool serverKeeps, bool clientKeeps)
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        var options = new WebSocketDeflateOptions { ServerMaxWindowBits = serverBits, ServerContextTakeover = serverKeeps, ClientContextTakeover = clientKeeps };
        using var socket = await peer.OpenSocketAsync(path, $"Sec-WebSocket-Extensions: permessage-deflate{parameters}\r\n", options);
        var before = peer.Connection.SentBytes;
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(static i => $"line {i % 100}\n"));
        for (var i = 0; i < 3; i++)
        {
            await socket.SendAsync(text);
            Assert.Equal(text, await socket.ReceiveAsync());
        }

        Assert.True(peer.Connection.SentBytes - before < text.Length, "Nothing was compressed.");
        server.AssertQuietLog();
    }

    // A compressed frame where nothing was agreed on has a reserved bit that means nothing (RFC 6455 §5.2).
    [Fact]
    public async Task CompressedFrame_WithoutAgreement_IsAViolation()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/deflate");
        await peer.SendAsync(Frames.Of(0xC1, [0xCA, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]));
        var answer = await peer.ReadOnceAsync();
        Assert.Equal(1002, (answer[2] << 8) | answer[3]);
    }

    // RFC 7692 §7.2.3.1: the octets of its example.
    [Fact]
    public async Task CompressedHello_OfTheRfc_IsUnderstood()
    {
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.OpenAsync("/sockets/deflate", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        await peer.SendAsync(Frames.Of(0xC1, [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]));
        Assert.Equal("\xC1\x07\xF2\x48\xCD\xC9\xC9\x07\0", await peer.ReadOnceAsync());
    }
}
