using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>How far a handler runs ahead of a client that stops reading: what it has written and the client's kernel has not acknowledged, be it in our memory or in the kernel's.</summary>
public sealed class RunAheadTests
{
    // performance.md, goals: a slow reader may make us hold this much, kernel included.
    private const long MaxOutstandingBytes = 128 * 1024;

    [Theory]
    [InlineData("/produce/10000000/1")]
    [InlineData("/produce/10000000/1024")]
    [InlineData("/produce/10000000/32768")]
    [InlineData("/lend/10485760")]
    public async Task ReaderThatStops_LeavesAtMost128KiBOutstanding(string target)
    {
        var log = new EventLog();
        await using var server = await TestServer.StartAsync(Network.EventLoops, EventApplication.Create(log));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(server.EndPoint!);
        await client.SendAsync(Encoding.ASCII.GetBytes(Get(target)));
        await log.SeenAsync("request");
        var connection = server.Accepted.Single();

        // The client's window closes by itself, and no event tells when: many looks that see the same are the end.
        var (sent, unchanged) = (-1L, 0);
        while (unchanged < 20_000)
        {
            unchanged = connection.IsBlockedByPeer && connection.SentBytes == sent ? unchanged + 1 : 0;
            sent = connection.SentBytes;
            await Task.Yield();
        }

        var queued = SendQueueBytes(connection);
        Assert.InRange(queued, 1, MaxOutstandingBytes);
        Assert.InRange(queued + connection.Output.UnflushedBytes, 1, MaxOutstandingBytes);
        Assert.Equal(0, log.Count("done"));
        client.Close(timeout: 0);
        await log.SeenAsync("abort:ClientGone");
    }

    /// <summary>Bytes that the kernel holds for a socket and the peer has not acknowledged (SIOCOUTQ), as <c>/proc/net/tcp</c> tells them.</summary>
    private static long SendQueueBytes(WatchedConnection connection)
    {
        var (local, remote) = (Hex(connection.LocalEndPoint), Hex(connection.RemoteEndPoint));
        var line = File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(fields => fields[1] == local && fields[2] == remote);
        return long.Parse(line[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static string Hex(EndPoint? endPoint)
    {
        var address = (IPEndPoint)endPoint!;
        return $"{BitConverter.ToUInt32(address.Address.GetAddressBytes()):X8}:{address.Port:X4}";
    }
}
