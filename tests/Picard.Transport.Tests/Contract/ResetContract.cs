namespace Picard.Transport.Tests;

/// <summary>A reset in each direction. Not for Unix domain sockets: they have none, and a peer that aborts looks like one that closed.</summary>
public abstract class ResetContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    [Fact] // Seed A.2.6, EV-45
    public async Task Reset_WhileReading_ThrowsATypedFault_EachTime()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        pair.Client.Abort();
        var thrown = await Assert.ThrowsAsync<TransportException>(() => Within(read));
        Assert.Equal((TransportFault.Reset, "ECONNRESET"), (thrown.Fault, thrown.ErrorName));
        Assert.Equal(TransportFault.Reset, (await Assert.ThrowsAsync<TransportException>(() => Within(pair.Server.Input.ReadAsync()))).Fault);
        Assert.Equal(PeerState.Gone, pair.Server.PeerState);
    }

    [Fact]
    public async Task CompleteWithException_ResetsThePeer()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        pair.Client.Output.Complete(new InvalidOperationException("The response cannot be finished."));
        Assert.Equal(TransportFault.Reset, (await Assert.ThrowsAsync<TransportException>(() => Within(read))).Fault);
    }

    [Fact]
    public async Task PeerGone_TellsAReset_WhileNobodyReads()
    {
        await using var pair = await ConnectAsync();
        var gone = GoneAsync(pair.Server);
        Assert.False(gone.IsCompleted);
        pair.Client.Abort();
        await Within(gone);
        Assert.Equal(PeerState.Gone, pair.Server.PeerState);
    }

    [Fact]
    public async Task Reset_BeforeReading_IsNotTheEndOfTheStream()
    {
        await using var pair = await ConnectAsync();
        pair.Client.Abort();

        // A flush takes the socket's error away; the read that follows must still not see a clean end.
        while (!(await Within(pair.Server.Output.WriteAsync(new byte[1]))).IsCompleted) { }
        Assert.Equal(TransportFault.Reset, (await Assert.ThrowsAsync<TransportException>(() => Within(pair.Server.Input.ReadAsync()))).Fault);
    }

    [Fact]
    public async Task Reset_WhileFlushing_CompletesTheFlush()
    {
        await using var pair = await ConnectAsync();
        var write = pair.Server.Output.WriteAsync(new byte[32 * 1024 * 1024]);
        Assert.False(write.IsCompleted);
        pair.Client.Abort();
        Assert.True((await Within(write)).IsCompleted);
        Assert.True((await Within(pair.Server.Output.WriteAsync(new byte[1]))).IsCompleted);
    }

    [Fact]
    public async Task PeerGone_TellsAReset_WhileAFlushWaits()
    {
        await using var pair = await ConnectAsync();
        var write = pair.Server.Output.WriteAsync(new byte[32 * 1024 * 1024]);
        var gone = GoneAsync(pair.Server);
        pair.Client.Abort();
        await Within(gone);
        Assert.True((await Within(write)).IsCompleted);
    }
}
