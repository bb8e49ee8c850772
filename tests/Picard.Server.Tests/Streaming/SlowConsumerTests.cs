using System.Globalization;
using System.Text;
using Picard.Gen;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>Producers that outrun a client that stops reading, and later goes on: which items arrive, for each policy. Everything is in memory and inline, so the answer is exact.</summary>
public sealed class SlowConsumerTests
{
    /// <summary>An item as it is sent: a line of JSON.</summary>
    public const int ItemBytes = 100;

    // What the network takes from the server while the client does not read; and how many items the server may keep beyond that.
    private const int NetworkBytes = 1024;
    private const int Kept = 10;
    private const int Items = 60;

    private readonly EventLog _log = new();

    public static string Item(int number) => number.ToString("D97", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("/feed/oldest")]
    [InlineData("/feed/events")]
    public async Task Oldest_TheClientGetsTheLatest(string target)
    {
        var isEvents = target == "/feed/events";
        var kept = isEvents ? SlowConsumers.MaxBytes / ("data: ".Length + 97 + 2 + 4) : Kept;
        await using var server = await StartAsync();
        await using var peer = await ConnectAsync(server);
        await peer.SendAsync(Get(target));
        Push(0, Items);
        var reading = ReadToTheEndAsync(peer);
        Push(Items, Items + 5);
        _log.Feed.End();
        var (head, items) = await reading;
        Assert.Equal([.. Range(0, InTheNetwork(head, isEvents ? ItemBytes + 5 : ItemBytes)), .. Range(Items - kept, Items + 5)], items);
        Assert.True(_log.Feed.IsDisposed);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task Newest_TheClientGetsWhatItMissedFirst()
    {
        await using var server = await StartAsync();
        await using var peer = await ConnectAsync(server);
        await peer.SendAsync(Get("/feed/newest"));
        Push(0, Items);
        var reading = ReadToTheEndAsync(peer);
        Push(Items, Items + 5);
        _log.Feed.End();
        var (head, items) = await reading;
        Assert.Equal([.. Range(0, InTheNetwork(head) + Kept), .. Range(Items, Items + 5)], items);
        server.AssertQuietLog();
    }

    [Fact]
    public async Task Connection_TheClientIsLetGoAtTheFirstItemThatHasNoRoom()
    {
        await using var server = await StartAsync();
        await using var peer = await ConnectAsync(server);
        await peer.SendAsync(Get("/feed/connection"));
        var pushed = 0;
        while (_log.Feed.IsAskedFor)
        {
            Assert.InRange(pushed, 0, Items);
            _log.Feed.Push(Item(pushed++));
        }

        // Nobody has read, so what the network has taken begins with the head; the connection is reset behind it.
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        await server.EmptyAsync();
        Assert.InRange(pushed, Kept + 2, Kept + 1 + (NetworkBytes / ItemBytes));
        Assert.True(_log.Feed.IsDisposed);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData("/feed/none")]
    [InlineData("/feed/waits")]
    public async Task None_TheProducerWaits_AndTheClientGetsEverything(string target)
    {
        await using var server = await StartAsync();
        await using var peer = await ConnectAsync(server);
        await peer.SendAsync(Get(target));
        var pushed = 0;
        for (; _log.Feed.IsAskedFor && pushed < Items; pushed++)
        {
            _log.Feed.Push(Item(pushed));
        }

        var reading = ReadToTheEndAsync(peer);
        Push(pushed, Items);
        _log.Feed.End();
        var (head, items) = await reading;
        Assert.Equal(InTheNetwork(head) + 1, pushed);
        Assert.Equal(Range(0, Items), items);
    }

    [Fact]
    public async Task AnItemThatWasBegun_IsNeverCut()
    {
        const int Large = 40_000;
        await using var server = await StartAsync();
        await using var peer = await ConnectAsync(server);
        await peer.SendAsync(Get("/feed/large"));
        for (var i = 0; i < 9; i++)
        {
            _log.Feed.Push(new string((char)('0' + i), Large - 3));
        }

        var reading = ReadToTheEndAsync(peer);
        _log.Feed.End();
        var (_, items) = await reading;
        Assert.Equal(["0", "7", "8"], items.Select(static item => item[..1]));
        Assert.All(items, static item => Assert.Equal(new string(item[0], Large - 3), item));
    }

    [Fact]
    public async Task AnItemLargerThanItsLimit_IsWhatGoes()
    {
        await using var server = await StartAsync();
        await using var peer = await ConnectAsync(server);
        await peer.SendAsync(Get("/feed/oldest"));
        Push(0, 20);
        _log.Feed.Push(new string('x', SlowConsumers.MaxBytes));
        var reading = ReadToTheEndAsync(peer);
        _log.Feed.End();
        var (head, items) = await reading;
        Assert.Equal([.. Range(0, InTheNetwork(head)), .. Range(10, 20)], items);
    }

    [Fact]
    public async Task ProducerThatFails_DoesNotLookComplete()
    {
        await using var server = await StartAsync();
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/feed/oldest"));
        Push(0, 3);
        _log.Feed.Fail(new InvalidOperationException("broken between items"));
        Assert.Equal("(reset)", await peer.ReadToEndAsync());
        Assert.Single(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Error));
        Assert.True(_log.Feed.IsDisposed);
    }

    [Fact]
    public async Task ClientThatLeaves_EndsTheProducer()
    {
        await using var server = await StartAsync();
        await using var peer = await ConnectAsync(server);
        await peer.SendAsync(Get("/feed/newest"));
        Push(0, Items);
        peer.Reset();
        await server.EmptyAsync();
        Assert.True(_log.Feed.IsDisposed);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData(Network.InMemory)]
    [InlineData(Network.EventLoops)]
    [InlineData(Network.Sockets)]
    public async Task ProducerThatNeverWaits_LeavesItsLoopToOthers_AndALatestItemArrives(Network network)
    {
        await using var server = await TestServer.StartAsync(network, EventApplication.Create(_log));
        await using var peer = await server.ConnectAsync();
        await peer.SendAsync(Get("/feed/flood"));
        var (_, items) = await ReadToTheEndAsync(peer);
        Assert.Equal(Item(19_999), items[^1]);
        Assert.Equal(items.Order(StringComparer.Ordinal).Distinct(), items);
        server.AssertQuietLog();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void LimitThatIsNone_FailsWhenTheHandlerIsMade(int maxBytes)
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => SlowConsumerPolicy.Of(Drop.Oldest, maxBytes, "Rows.All"));
        Assert.Contains("Rows.All", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("MaxBytes", thrown.Message, StringComparison.Ordinal);
    }

    private static string[] Range(int from, int to) => [.. Enumerable.Range(from, to - from).Select(Item)];

    /// <summary>Items that the output has taken, the last of them in part, when the network was full: each is a chunk by itself.</summary>
    private static int InTheNetwork(string head, int itemBytes = ItemBytes) => ((NetworkBytes - head.Length) / ("64\r\n\r\n".Length + itemBytes)) + 1;

    private Task<TestServer> StartAsync() => TestServer.StartAsync(Network.InMemory, EventApplication.Create(_log));

    private static Task<TestPeer> ConnectAsync(TestServer server) => server.ConnectAsync(new Watermarks { HighBytes = NetworkBytes, LowBytes = 1 });

    private void Push(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            _log.Feed.Push(Item(i));
        }
    }

    /// <summary>Reads a response in chunks to its last, and takes it apart into items.</summary>
    private static async Task<(string Head, string[] Items)> ReadToTheEndAsync(TestPeer peer)
    {
        var all = new StringBuilder();
        do
        {
            var piece = await peer.ReadOnceAsync();
            Assert.True(piece.Length > 0, $"The server closed after {all.Length} octets.");
            all.Append(piece);
        }
        while (!all.ToString(Math.Max(0, all.Length - 7), Math.Min(7, all.Length)).EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
        var text = all.ToString();
        var head = text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
        var items = Chunked.Decode(text).Split(['\n', '"'], StringSplitOptions.RemoveEmptyEntries);
        return (head, [.. items.Select(static item => item.StartsWith("data: ", StringComparison.Ordinal) ? item[6..] : item)]);
    }
}
