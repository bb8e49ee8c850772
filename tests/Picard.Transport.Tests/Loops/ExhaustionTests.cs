using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Picard.Transport.Tests;

/// <summary>A listener whose process has no descriptor left: it pauses, says so once, and goes on by itself. The listener runs in a process with a limit of its own.</summary>
public sealed class ExhaustionTests
{
    // Enough for the runtime and a few dozen connections.
    private const int DescriptorLimit = 256;

    // More than the limit, and fewer than the backlog of 512, so that those who must wait are connected all the same.
    private const int Clients = 400;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Loops_OutOfDescriptors_GoOnWithEachClose_AndSayItOnce()
    {
        using var listener = PeerProcess.StartWithDescriptors(DescriptorLimit, "listen", "epoll");
        var (port, before) = await WarmUpAsync(listener);
        var clients = await ConnectAsync(port);
        await listener.LoggedAsync(1);

        // The clock stands still, so that no timer helps: each client that leaves makes room for the next.
        foreach (var left in Enumerable.Range(1, Clients).Reverse())
        {
            var answered = await Task.WhenAny(clients.Values).WaitAsync(s_hang);
            var client = await answered;
            Assert.True(clients.Remove(client));
            client.Dispose();
            Assert.Equal(left - 1, clients.Count);
        }

        await AssertNothingIsLeftAsync(listener, before);
        await AssertOneLineEachAsync(listener, port);
    }

    [Fact]
    public async Task Sockets_OutOfDescriptors_GoOnByTheirTimer_AndSayItOnce()
    {
        using var listener = PeerProcess.StartWithDescriptors(DescriptorLimit, "listen", "sockets");
        var (port, before) = await WarmUpAsync(listener);
        var clients = await ConnectAsync(port);
        await listener.LoggedAsync(1);
        while (clients.Count > 0)
        {
            // Those who are answered leave; those who wait come in after a pause.
            foreach (var client in clients.Where(static client => client.Value.IsCompletedSuccessfully).Select(static client => client.Key).ToList())
            {
                clients.Remove(client);
                client.Dispose();
            }

            await listener.CommandAsync("advance 100");
        }

        await AssertNothingIsLeftAsync(listener, before);
        await AssertOneLineEachAsync(listener, port);
    }

    [Theory]
    [InlineData("epoll")]
    [InlineData("sockets")]
    public async Task DescriptorsThatOthersGiveBack_AreFoundByTheTimer(string transport)
    {
        using var listener = PeerProcess.StartWithDescriptors(DescriptorLimit, "listen", transport);
        var (port, _) = await WarmUpAsync(listener);
        Assert.Equal("hold", await listener.CommandAsync("hold"));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(s_hang);
        var answered = PingAsync(client);
        await listener.LoggedAsync(1);

        // Still none: the pause repeats, and nothing more is said.
        for (var i = 0; i < 5; i++) { await AdvanceAsync(listener); }
        Assert.False(answered.IsCompleted);
        Assert.Equal("release", await listener.CommandAsync("release"));
        await AdvanceAsync(listener);
        await answered.WaitAsync(s_hang);
        lock (listener.Log) { Assert.Single(listener.Log); }
    }

    /// <summary>Everything that is loaded or opened once is, before there is nothing to open it with.</summary>
    private static async Task<(int Port, string State)> WarmUpAsync(PeerProcess listener)
    {
        var port = int.Parse((await listener.ReadLineAsync()).Split(' ')[1], CultureInfo.InvariantCulture);
        for (var i = 0; i < 4; i++)
        {
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(s_hang);
            await PingAsync(client).WaitAsync(s_hang);
        }

        Assert.Equal("hold", await listener.CommandAsync("hold"));
        Assert.Equal("release", await listener.CommandAsync("release"));
        return (port, await StateWithoutConnectionsAsync(listener));
    }

    private static async Task<Dictionary<Socket, Task<Socket>>> ConnectAsync(int port)
    {
        var clients = new Dictionary<Socket, Task<Socket>>();
        for (var i = 0; i < Clients; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(s_hang);
            clients.Add(client, PingAsync(client));
        }

        return clients;
    }

    private static async Task<Socket> PingAsync(Socket client)
    {
        await client.SendAsync(new byte[] { 42 });
        var answer = new byte[1];
        Assert.Equal(1, await client.ReceiveAsync(answer));
        Assert.Equal(42, answer[0]);
        return client;
    }

    /// <summary>Lets a pause pass, once its timer runs.</summary>
    private static async Task AdvanceAsync(PeerProcess listener)
    {
        using var limit = new CancellationTokenSource(s_hang);
        while (await listener.CommandAsync("advance 100") == "idle") { limit.Token.ThrowIfCancellationRequested(); }
    }

    private static async Task AssertNothingIsLeftAsync(PeerProcess listener, string before)
    {
        // What the runtime itself opens for a moment may be in one look, and not in every one.
        using var limit = new CancellationTokenSource(s_hang);
        string state;
        do { state = await StateWithoutConnectionsAsync(listener); }
        while (state != before && !limit.IsCancellationRequested);
        Assert.Equal(before, state);
    }

    /// <summary>The state once the last connection has seen that its client is gone.</summary>
    private static async Task<string> StateWithoutConnectionsAsync(PeerProcess listener)
    {
        using var limit = new CancellationTokenSource(s_hang);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var state = await listener.CommandAsync("state");
            if (state.StartsWith("state 0 0 ", StringComparison.Ordinal)) { return state; }
        }
    }

    private static async Task AssertOneLineEachAsync(PeerProcess listener, int port)
    {
        lock (listener.Log)
        {
            Assert.Single(listener.Log);
            Assert.StartsWith("Accepting connections pauses: ", listener.Log[0], StringComparison.Ordinal);
            Assert.Contains("EMFILE", listener.Log[0], StringComparison.Ordinal);
        }

        // After a while without a pause, the next client is the sign that all is well.
        Assert.Equal("pass 2000", await listener.CommandAsync("pass 2000"));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, port).WaitAsync(s_hang);
        await PingAsync(client).WaitAsync(s_hang);
        await listener.LoggedAsync(2);
        lock (listener.Log) { Assert.Equal("Accepting connections again.", listener.Log[1]); }
    }
}
