using System.IO.Pipelines;
using System.Net;

namespace Picard.Transport.Tests;

public sealed class InMemoryWatermarkTests
{
    [Fact] // Seed A.2.3, A.2.4
    public async Task Writer_WaitsAtTheHighMark_UntilTheBacklogIsBelowTheLowOne()
    {
        var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Watermarks = new Watermarks { HighBytes = 1_000, LowBytes = 400 }, Scheduler = PipeScheduler.Inline });
        var first = client.Output.WriteAsync(new byte[1_000]);
        Assert.True(first.IsCompletedSuccessfully);
        var write = client.Output.WriteAsync(new byte[10]);
        Assert.False(write.IsCompleted);
        Assert.Equal(1_000, server.UnreadBytes);

        Read(server, examinedBytes: 600);
        Assert.False(write.IsCompleted);
        Read(server, examinedBytes: 1);
        Assert.True(write.IsCompletedSuccessfully);
        Assert.Equal(601, client.SentBytes);
        await write;
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(10, 11)]
    public void Watermarks_InTheWrongOrder_AreRefused(int highBytes, int lowBytes) =>
        Assert.Throws<ArgumentException>(() => InMemoryConnection.CreatePair(new InMemoryOptions { Watermarks = new Watermarks { HighBytes = highBytes, LowBytes = lowBytes } }));

    [Fact] // Seed A.2.1
    public void Ends_HaveTheAddressesAskedFor()
    {
        var (clientAddress, serverAddress) = (new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2));
        var pair = InMemoryConnection.CreatePair(new InMemoryOptions { ClientEndPoint = clientAddress, ServerEndPoint = serverAddress });
        Assert.Equal((clientAddress, serverAddress), (pair.Client.LocalEndPoint, pair.Client.RemoteEndPoint));
        Assert.Equal((serverAddress, clientAddress), (pair.Server.LocalEndPoint, pair.Server.RemoteEndPoint));
    }

    private static void Read(TransportConnection connection, int examinedBytes)
    {
        Assert.True(connection.Input.TryRead(out var result));
        connection.Input.AdvanceTo(result.Buffer.GetPosition(examinedBytes));
    }
}
