using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>samples/Chat as a program, with clients that are no browsers.</summary>
public sealed class ChatTests : IAsyncLifetime
{
    // Limit: a test that would wait for ever fails instead.
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly SampleProcess _chat = SampleProcess.Start("Chat", null, "--urls", "http://127.0.0.1:0");
    private string _address = "";

    public async Task InitializeAsync() => _address = await _chat.AddressAsync();

    public async Task DisposeAsync()
    {
        _patience.Dispose();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task Room_HearsWhatItsMembersSay_AndNoOther()
    {
        using var ada = await JoinAsync("a", "Ada");
        Assert.Equal("Ada is here.", await HearAsync(ada, "notice"));
        using var bob = await JoinAsync("a", "Bob");
        Assert.Equal("Bob is here.", await HearAsync(bob, "notice"));
        Assert.Equal("Bob is here.", await HearAsync(ada, "notice"));
        using var other = await JoinAsync("b", "Eve");
        Assert.Equal("Eve is here.", await HearAsync(other, "notice"));

        await SayAsync(ada, "Hello, \"Bob\" <b>");
        Assert.Equal("Hello, \"Bob\" <b>", await HearAsync(bob));
        Assert.Equal("Hello, \"Bob\" <b>", await HearAsync(ada));
        await bob.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        Assert.Equal("Bob has left.", await HearAsync(ada, "notice"));
        await SayAsync(other, "alone");
        Assert.Equal("alone", await HearAsync(other));
    }

    [Fact]
    public async Task MessageBeyondTheLimit_IsClosed1009()
    {
        using var ada = await JoinAsync("a", "Ada");
        await HearAsync(ada, "notice");
        await SayAsync(ada, new string('x', 5000));
        var received = await ada.ReceiveAsync(new byte[16].AsMemory(), _patience.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.MessageTooBig), (received.MessageType, ada.CloseStatus));
    }

    [Fact]
    public async Task SlowReader_LosesTheOldest_IsTold_AndHoldsUpNobody()
    {
        using var slow = await JoinAsync("a", "Slow");
        using var ada = await JoinAsync("a", "Ada");
        await HearAsync(slow, "notice");
        await HearAsync(ada, "notice");

        // Slow hears one line of forty, lest the server give it up. The rest is more than the buffers of kernels and its queue hold: random, so that compression does not help.
        const int Messages = 4000;
        var random = new Random(1);
        var tally = new Tally();
        for (var i = 0; i < Messages; i++)
        {
            var text = $"{i} {Convert.ToBase64String(RandomOctets(random, 2900))}";
            await SayAsync(ada, text);
            Assert.Equal(text, await HearAsync(ada));
            if (i % 40 == 39)
            {
                tally.Add(await ReceiveAsync(slow));
            }
        }

        while (tally.LastHeard < Messages - 1)
        {
            tally.Add(await ReceiveAsync(slow));
        }

        // The newest line came, and all before it are accounted for. The notice that Ada is here is heard, or lost too.
        Assert.True(tally.Lost > 0, "Nothing was lost.");
        Assert.Equal(Messages + 1, tally.Heard + tally.Lost);
    }

    [Fact]
    public async Task Sigterm_Closes1001_AndExitsWithZero()
    {
        using var ada = await JoinAsync("a", "Ada");
        await HearAsync(ada, "notice");
        _chat.Signal(SampleProcess.Terminate);
        var received = await ada.ReceiveAsync(new byte[64].AsMemory(), _patience.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (received.MessageType, ada.CloseStatus));
        await ada.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, null, _patience.Token);
        Assert.Equal((0, "", ""), await _chat.EndAsync());
    }

    private static byte[] RandomOctets(Random random, int bytes)
    {
        var octets = new byte[bytes];
        random.NextBytes(octets);
        return octets;
    }

    private async Task<ClientWebSocket> JoinAsync(string room, string name)
    {
        var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"{_address.Replace("http:", "ws:", StringComparison.Ordinal)}/rooms/{room}?name={name}"), _patience.Token);
        return client;
    }

    private Task SayAsync(ClientWebSocket client, string text) =>
        client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

    private async Task<string?> HearAsync(ClientWebSocket client, string member = "text") => (await ReceiveAsync(client)).GetProperty(member).GetString();

    private async Task<JsonElement> ReceiveAsync(ClientWebSocket client)
    {
        var message = new MemoryStream();
        var buffer = new byte[8 * 1024];
        while (true)
        {
            var received = await client.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray()).RootElement;
            }
        }
    }

    /// <summary>What a slow reader has heard, and what it was told that it has not.</summary>
    private sealed class Tally
    {
        public int Heard { get; private set; }

        public int Lost { get; private set; }

        public int LastHeard { get; private set; } = -1;

        public void Add(JsonElement line)
        {
            if (line.TryGetProperty("notice", out var notice) && notice.GetString()!.StartsWith("You read too slowly: ", StringComparison.Ordinal))
            {
                Lost += int.Parse(notice.GetString()!.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture);
                return;
            }

            Heard++;
            if (line.TryGetProperty("text", out var text))
            {
                LastHeard = int.Parse(text.GetString()!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }
}
