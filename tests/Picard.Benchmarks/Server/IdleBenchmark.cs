using System.Net;
using System.Net.Sockets;

namespace Picard.Benchmarks;

/// <summary>
/// Measures what a connection costs that has served one request and is idle: the growth of the server's anonymous memory
/// (<c>RssAnon</c>) over many connections. The kernel's share is not in it.
/// </summary>
internal sealed class IdleBenchmark(ServerArguments arguments)
{
    // The first connections pay for pools, and their requests for code that is compiled and then improved, so they are not counted.
    private const int UncountedConnections = 500;
    private const int UncountedRequests = 200;

    // What a server does behind its last answer: a collection, a page given back.
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(1500);

    public IReadOnlyList<Summary> Run()
    {
        var summaries = new List<Summary>();
        foreach (var name in arguments.Peers ?? ["picard", "kestrel-slim", "kestrel-minimal", "nginx", "haproxy"])
        {
            using var peer = PeerProcess.Start(PeerCatalogue.Named(name), arguments.ServerCores);
            if (peer is not null)
            {
                summaries.Add(Measure(peer));
            }
        }

        Report.Progress("");
        var ours = summaries.FirstOrDefault(static summary => summary.Peer == PeerCatalogue.Ours)?.Value;
        return ours is null ? summaries : [.. summaries.Select(summary => summary with { Ratio = Ratio.Of([summary.Value], [ours.Value]) })];
    }

    private Summary Measure(PeerProcess peer)
    {
        var connections = new List<Socket>();
        try
        {
            Open(peer, connections, UncountedConnections);
            for (var i = 0; i < UncountedRequests; i++)
            {
                Report.Progress($"idle: {peer.Peer.Name}, {i * UncountedConnections} requests");
                connections.ForEach(Ask);
            }

            Thread.Sleep(s_settling);
            var before = peer.StatusKiB("RssAnon");
            Open(peer, connections, UncountedConnections + arguments.Connections);
            Thread.Sleep(s_settling);
            var after = peer.StatusKiB("RssAnon");
            return new Summary { Scenario = "idle", Peer = peer.Peer.Name, Unit = "KiB per idle connection", Value = (after - before) / (double)arguments.Connections };
        }
        finally
        {
            connections.ForEach(static socket => socket.Dispose());
        }
    }

    private static void Open(PeerProcess peer, List<Socket> connections, int count)
    {
        while (connections.Count < count)
        {
            if (connections.Count % 100 == 0)
            {
                Report.Progress($"idle: {peer.Peer.Name}, {connections.Count} connections");
            }

            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            connections.Add(socket);
            socket.Connect(IPAddress.Loopback, peer.Port);
            Ask(socket);
        }
    }

    private static void Ask(Socket connection)
    {
        Span<byte> answer = stackalloc byte[4096];
        connection.Send("GET /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
        if (connection.Receive(answer) == 0)
        {
            throw new UsageException($"The server at {connection.RemoteEndPoint} closed a connection instead of answering.");
        }
    }
}
