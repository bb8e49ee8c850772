using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Picard.Transport;

namespace Picard.Server.Tests;

/// <summary>Whatever a client, a handler and the clock do, in whatever order: some things are always true.</summary>
public sealed class RandomEventTests
{
    private const int Steps = 300;

    private const int SeedsEach = 25;

    [Theory] // Seed EV-12
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomCourses_KeepTheInvariants(int block)
    {
        var events = "";
        for (var seed = 1; seed <= SeedsEach; seed++)
        {
            events += await RunAsync((block * SeedsEach) + seed) + " ";
        }

        // Together they have been everywhere. What is rare is left out: when the pool tells a handler of its client's end is not the seed's to decide, and shifts what follows.
        Assert.All(["request", "content", "end", "pause", "resume", "signal", "timer", "done", "abort:ClientGone"], name => Assert.Contains($":{name} ", events, StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(int seed)
    {
        var log = new EventLog();
        var chance = new Chance(seed);
        var slabs = new SlabPool();
        await using var server = await TestServer.StartAsync(Network.InMemory, EventApplication.Create(log, chance));
        var client = new Client(chance, server, slabs);
        for (var i = 0; i < Steps; i++)
        {
            Step(chance, server, client);
        }

        chance.IsOver = true;
        await client.LeaveAsync();
        while (server.Server.OpenConnections > 0)
        {
            // What is still pending ends now, and so does what waits for the clock.
            chance.GoOn();
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await server.EmptyAsync();
        client.AssertEchoes();
        var events = log.All;
        AssertGrammar(events);
        Assert.Empty(server.Log.From(Microsoft.Extensions.Logging.LogLevel.Warning));
        Assert.Equal(0, slabs.RentedCount);
        Assert.Equal(0, server.Time.RunningTimers);

        await AssertMachinesAreBackAsync(server, chance);
        return events;
    }

    // As many exchanges at once as there are handlers by now need no other: each came back.
    private static async Task AssertMachinesAreBackAsync(TestServer server, Chance chance)
    {
        var handlers = chance.Handlers;
        for (var i = 0; i < handlers; i++)
        {
            await (await server.ConnectAsync()).SendAsync("POST /random HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\n\r\n");
        }

        Assert.Equal(handlers, chance.Handlers);
    }

    private static void Step(Chance chance, TestServer server, Client client)
    {
        switch (chance.Next(10))
        {
            case < 3:
                client.Send();
                break;
            case < 5:
                client.Read();
                break;
            case < 7:
                chance.GoOn();
                break;
            case 7 when chance.Signals.Count > 0:
                // Also those of exchanges that are over.
                chance.Signals[Math.Max(0, chance.Signals.Count - 1 - chance.Next(2))].Set();
                break;
            case 8:
                server.Time.Advance(TimeSpan.FromMilliseconds(chance.Next(800)));
                break;
            case 9 when chance.In(25):
                client.LeaveByChance();
                break;
        }
    }

    private static void AssertGrammar(string events)
    {
        foreach (var exchange in events.Split(' ', StringSplitOptions.RemoveEmptyEntries).GroupBy(static e => e.Split(':', 2)[0], static e => e.Split(':', 2)[1]))
        {
            var main = string.Join(' ', exchange.Where(static e => e is not ("signal" or "timer")));
            Assert.Matches("^request( content| pause| resume)*( end)?( pause| resume)* (done|abort:(ClientGone|Handler|TooSlow))$", main);
            var flow = string.Concat(Regex.Matches(main, "pause|resume").Select(static m => m.Value[0]));
            Assert.Matches("^(pr)*p?$", flow);
            Assert.True(!main.EndsWith("done", StringComparison.Ordinal) || main.Contains(" end", StringComparison.Ordinal), main);
            Assert.Matches("^(done|abort.*)$", exchange.Last());
        }
    }

    /// <summary>A client that sends requests piece by piece, and connects again when its connection has ended.</summary>
    private sealed class Client(Chance chance, TestServer server, SlabPool slabs)
    {
        private TransportConnection? _connection;
        private readonly StringBuilder _received = new();
        private readonly List<(string Sent, string Received)> _conversations = [];
        private readonly StringBuilder _sent = new();
        private byte[] _unsent = [];
        private Task _flushing = Task.CompletedTask;
        private int _requests;
        private bool _isFinished;

        public void Send()
        {
            Connect();
            if (_isFinished || !_flushing.IsCompleted)
            {
                return;
            }

            if (_unsent.Length == 0)
            {
                _unsent = Encoding.Latin1.GetBytes(Request());
            }

            var piece = _unsent[..Math.Min(_unsent.Length, 1 + chance.Next(chance.In(3) ? 40_000 : 60))];
            _unsent = _unsent[piece.Length..];
            _connection!.Output.Write(piece);
            _flushing = _connection.Output.FlushAsync().AsTask();
        }

        public void Read()
        {
            if (_connection is null)
            {
                return;
            }

            try
            {
                if (_connection.Input.TryRead(out var read))
                {
                    var part = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, chance.IsOver ? long.MaxValue : 1 + chance.Next(20_000)));
                    _received.Append(Encoding.Latin1.GetString(part));
                    var isWhole = part.Length == read.Buffer.Length;
                    _connection.Input.AdvanceTo(part.End);
                    if (read.IsCompleted && isWhole)
                    {
                        End();
                    }
                }
            }
            catch (TransportException)
            {
                End();
            }
        }

        public void LeaveByChance()
        {
            if (_connection is null || !_flushing.IsCompleted)
            {
                return;
            }

            if (chance.In(2))
            {
                _connection.Abort();
                End();
            }
            else if (!_isFinished)
            {
                _isFinished = true;
                _ = _connection.CloseOutputAsync().AsTask();
            }
        }

        public async Task LeaveAsync()
        {
            if (_connection is { } connection)
            {
                if (chance.In(2))
                {
                    connection.Abort();
                }

                End();
                await connection.DisposeAsync();
            }
        }

        // No octet is lost, or comes twice, or out of place: what came back is a beginning of what was sent.
        public void AssertEchoes()
        {
            foreach (var (sent, received) in _conversations)
            {
                var contents = sent.Split("\r\n\r\n#").Skip(1).Select(static c => c.Split("POST ")[0]).ToArray();
                var responses = Regex.Split(received, "(?=HTTP/1\\.1 200 OK)").Where(static r => r.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)).ToArray();
                Assert.True(responses.Length <= contents.Length, received);
                for (var i = 0; i < responses.Length; i++)
                {
                    if (!responses[i].Contains("\r\n\r\n", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    var content = TestPeer.ContentOf(responses[i]);
                    if (responses[i].Contains("chunked", StringComparison.Ordinal))
                    {
                        content = Regex.Replace(content, "(^|\r\n)[0-9A-Fa-f]+(\r\n|$)|\r\n", "");
                    }

                    var whole = "#" + contents[i];
                    Assert.StartsWith(content[..Math.Min(content.Length, whole.Length)], whole, StringComparison.Ordinal);
                    Assert.True(i == responses.Length - 1 || content == whole, $"{content.Length} of {whole.Length}");
                }
            }
        }

        private void Connect()
        {
            if (_connection is not null)
            {
                return;
            }

            (_connection, var accepted) = InMemoryConnection.CreatePair(new InMemoryOptions
            {
                Scheduler = System.IO.Pipelines.PipeScheduler.Inline,
                Slabs = slabs,
                Watermarks = chance.In(2) ? new Watermarks { HighBytes = 4096, LowBytes = 2048 } : new Watermarks(),
            });
            _isFinished = false;
            _unsent = [];
            _flushing = Task.CompletedTask;
            server.Server.Accept(accepted);
        }

        private string Request()
        {
            var letter = (char)('a' + (_requests++ % 26));
            var length = chance.In(3) ? 20_000 + chance.Next(100_000) : chance.Next(300);
            var content = "#" + new string(letter, length);
            _sent.Append("\r\n\r\n").Append(content);
            return chance.In(2) || content.Length < 2
                ? $"POST /random HTTP/1.1\r\nHost: test\r\nContent-Length: {content.Length}\r\n\r\n{content}"
                : Chunked.Post("/random", "", content[..(content.Length / 2)], content[(content.Length / 2)..]);
        }

        private void End()
        {
            _conversations.Add((_sent.ToString(), _received.ToString()));
            _sent.Clear();
            _received.Clear();
            var ended = _connection!;
            _connection = null;
            ended.Abort();
            _ = ended.DisposeAsync().AsTask();
        }
    }
}
