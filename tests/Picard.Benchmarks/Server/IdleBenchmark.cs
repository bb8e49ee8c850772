using System.Net;
using System.Net.Sockets;

namespace Picard.Benchmarks;

/// <summary>
/// Measures what a connection costs that has served one request and is idle: the growth of the server's anonymous memory
/// (<c>RssAnon</c>) over many connections. The kernel's share is not in it.
/// </summary>
internal sealed class IdleBenchmark(ServerArguments arguments)
{
    public IReadOnlyList<Summary> Run()
    {
        var summaries = new List<Summary>();
        foreach (var name in arguments.Peers ?? ["picard", "kestrel-minimal", "nginx", "haproxy"])
        {
            Report.Progress($"idle: {name}");
            using var peer = PeerProcess.Start(PeerCatalogue.Named(name), arguments.ServerCores);
            if (peer is not null)
            {
                summaries.Add(Measure(peer));
            }
        }

        Report.Progress("");
        var ours = summaries.FirstOrDefault(static summary => summary.Peer == PeerCatalogue.Ours)?.Value;
        return [.. summaries.Select(summary => ours is null ? summary : summary with { Ratio = summary.Value / ours })];
    }

    private Summary Measure(PeerProcess peer)
    {
        // The first connections pay for pools and compiled code, so they are not counted.
        var connections = new List<Socket>();
        try
        {
            Open(peer, connections, 200);
            Thread.Sleep(1500);
            var before = peer.StatusKiB("RssAnon");
            Open(peer, connections, arguments.Connections);
            Thread.Sleep(1500);
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
        var request = System.Text.Encoding.ASCII.GetBytes($"GET {peer.Peer.PlaintextTarget} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var answer = new byte[4096];
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            connections.Add(socket);
            socket.Connect(IPAddress.Loopback, peer.Port);
            socket.Send(request);
            if (socket.Receive(answer) == 0)
            {
                throw new UsageException($"{peer.Peer.Name} closed connection {i + 1}.");
            }
        }
    }
}
