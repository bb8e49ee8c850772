using System.Buffers;

namespace Picard.Transport.Tests;

/// <summary>How connections end: half-close, reset in each direction, a peer that is gone, abort and disposal, and that memory goes back each time.</summary>
public abstract class ConnectionContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    [Fact]
    public async Task CloseOutput_EndsOneDirection_AndLeavesTheOther()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Client.Output, [1]);
        await Within(pair.Client.CloseOutputAsync());
        await Within(pair.Client.CloseOutputAsync());
        Assert.Equal([1], await ReceiveAllAsync(pair.Server.Input));
        Assert.Equal(PeerState.HalfClosed, pair.Server.PeerState);
        await SendAsync(pair.Server.Output, [2, 3]);
        await Within(pair.Server.CloseOutputAsync());
        Assert.Equal([2, 3], await ReceiveAllAsync(pair.Client.Input));
    }

    [Fact]
    public async Task CloseOutput_SendsWhatIsWritten_HoweverLongItTakes()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(8 * 1024 * 1024);
        pair.Client.Output.Write(bytes);
        var closing = pair.Client.CloseOutputAsync();
        Assert.False(closing.IsCompleted);
        AssertSame(bytes, await ReceiveAllAsync(pair.Server.Input));
        await Within(closing);
    }

    [Fact] // Seed A.2.10
    public async Task Abort_ThrowsFromTheReadOfThisEnd_AndLaterOnes()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        pair.Server.Abort();
        Assert.Equal(TransportFault.Aborted, (await Assert.ThrowsAsync<TransportException>(() => Within(read))).Fault);
        Assert.Equal(TransportFault.Aborted, (await Assert.ThrowsAsync<TransportException>(() => Within(pair.Server.Input.ReadAsync()))).Fault);
        Assert.Throws<TransportException>(() => pair.Server.Input.TryRead(out _));
    }

    [Fact]
    public async Task Abort_CompletesTheFlushOfThisEnd_AndLaterOnes()
    {
        await using var pair = await ConnectAsync();
        var write = pair.Server.Output.WriteAsync(new byte[32 * 1024 * 1024]);
        Assert.False(write.IsCompleted);
        pair.Server.Abort();
        Assert.True((await Within(write)).IsCompleted);
        Assert.True((await Within(pair.Server.Output.WriteAsync(new byte[10_000]))).IsCompleted);
        pair.Server.Output.GetMemory(1);
        Assert.True((await Within(pair.Server.Output.FlushAsync())).IsCompleted);
        Assert.Equal(PeerState.Gone, pair.Server.PeerState);
    }

    [Fact]
    public async Task PeerGone_TellsAFin_WhileNobodyReads()
    {
        await using var pair = await ConnectAsync();
        var gone = GoneAsync(pair.Server);
        await Within(pair.Client.CloseOutputAsync());
        await Within(gone);
        Assert.Equal(PeerState.HalfClosed, pair.Server.PeerState);
        Assert.Equal(0, pair.Server.UnreadBytes);
        await SendAsync(pair.Server.Output, [1]);
        Assert.Equal([1], await ReceiveAsync(pair.Client.Input, 1));
    }

    [Fact]
    public async Task PeerGone_AfterARequestWasRead_TellsAFin()
    {
        await using var pair = await ConnectAsync();
        var gone = GoneAsync(pair.Server);
        await SendAsync(pair.Client.Output, [1, 2]);
        Assert.Equal([1, 2], await ReceiveAsync(pair.Server.Input, 2));
        await Within(pair.Client.CloseOutputAsync());
        await Within(gone);
        Assert.True((await Within(pair.Server.Input.ReadAsync())).IsCompleted);
    }

    [Fact]
    public async Task PeerGone_TellsAFin_WhileAFlushWaits()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(32 * 1024 * 1024);
        var gone = GoneAsync(pair.Server);
        var write = pair.Server.Output.WriteAsync(bytes);
        Assert.False(write.IsCompleted);
        await Within(pair.Client.CloseOutputAsync());
        await Within(gone);
        Assert.Equal(PeerState.HalfClosed, pair.Server.PeerState);

        // A peer that only sends no more still receives.
        Assert.False(write.IsCompleted);
        AssertSame(bytes, await ReceiveAsync(pair.Client.Input, bytes.Length));
        Assert.False((await Within(write)).IsCompleted);
    }

    [Fact]
    public async Task FailedWrite_TellsThatThePeerIsGone()
    {
        await using var pair = await ConnectAsync();
        var gone = GoneAsync(pair.Server);
        await Within(pair.Client.DisposeAsync());
        while (!(await Within(pair.Server.Output.WriteAsync(new byte[10]))).IsCompleted) { }
        await Within(gone);
        Assert.Equal(PeerState.Gone, pair.Server.PeerState);
        Assert.True((await Within(pair.Server.Output.FlushAsync())).IsCompleted);
    }

    [Fact]
    public async Task PeerGone_AskedForAfterTheEnd_IsToldAtOnce()
    {
        await using var pair = await ConnectAsync();
        await Within(pair.Client.DisposeAsync());
        while (!(await Within(pair.Server.Output.WriteAsync(new byte[10]))).IsCompleted) { }
        Assert.True(pair.Server.PeerGone.IsCancellationRequested);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(SlabPool.DefaultSlabBytes - 1)]
    [InlineData(SlabPool.DefaultSlabBytes)]
    [InlineData(SlabPool.DefaultSlabBytes + 1)]
    [InlineData(3 * SlabPool.DefaultSlabBytes)]
    public async Task BytesAndFinAtOnce_AreReadToTheEnd(int length)
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(length);
        var early = pair.Server.Input.ReadAsync();
        pair.Client.Output.Write(bytes);
        await Within(pair.Client.CloseOutputAsync());
        pair.Server.Input.AdvanceTo((await Within(early)).Buffer.Start);
        Assert.Equal(bytes, await ReceiveAllAsync(pair.Server.Input));
        pair.Server.Output.Write(bytes);
        await Within(pair.Server.CloseOutputAsync());
        Assert.Equal(bytes, await ReceiveAllAsync(pair.Client.Input));
    }

    [Fact]
    public async Task PeerGone_IsNotTold_ByThisEndsOwnEnd()
    {
        await using var pair = await ConnectAsync();
        var gone = pair.Server.PeerGone;
        pair.Server.Abort();
        await Within(pair.Server.DisposeAsync());
        Assert.False(gone.IsCancellationRequested);
    }

    [Fact]
    public async Task Dispose_EndsWhatWaits_AndMayBeRepeated()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        var write = pair.Server.Output.WriteAsync(new byte[32 * 1024 * 1024]);
        await Within(pair.Server.DisposeAsync());
        await Within(pair.Server.DisposeAsync());
        await Assert.ThrowsAsync<TransportException>(() => Within(read));
        Assert.True((await Within(write)).IsCompleted);
        Assert.Throws<ObjectDisposedException>(() => pair.Server.Output.GetMemory(1));
        pair.Server.Abort();
    }

    [Fact]
    public async Task Dispose_IsTheEndOfTheStreamForThePeer()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Client.Output, [1, 2]);
        await Within(pair.Client.DisposeAsync());
        Assert.Equal([1, 2], await ReceiveAllAsync(pair.Server.Input));
    }

    [Fact]
    public async Task Dispose_WithUnreadBytes_ResetsThePeer()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Client.Output, [1, 2]);
        await BufferAsync(pair.Server.Input, 2);
        await SendAsync(pair.Client.Output, [3]);
        while (pair.Server.UnreadBytes == 0) { await Task.Yield(); }
        var read = pair.Client.Input.ReadAsync();
        await Within(pair.Server.DisposeAsync());
        Assert.Equal(TransportFault.Reset, (await Assert.ThrowsAsync<TransportException>(() => Within(read))).Fault);
    }

    [Fact]
    public async Task UnreadBytes_AreThoseThatInputHasNotTaken()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Client.Output, [1, 2, 3]);
        while (pair.Server.UnreadBytes < 3) { await Task.Yield(); }
        Assert.Equal(3, pair.Server.UnreadBytes);
        var buffer = await BufferAsync(pair.Server.Input, 3);
        Assert.Equal(0, pair.Server.UnreadBytes);
        pair.Server.Input.AdvanceTo(buffer.End);
    }

    [Fact]
    public async Task SentBytes_MoveWhileAFlushWaits()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(32 * 1024 * 1024);
        var write = pair.Client.Output.WriteAsync(bytes);
        Assert.False(write.IsCompleted);
        var before = pair.Client.SentBytes;
        await ReceiveAsync(pair.Server.Input, bytes.Length / 2);

        // Race: one call of send may go on as long as its peer reads, and is counted when it ends, which may be now.
        while (pair.Client.SentBytes == before) { await Task.Yield(); }
        Assert.InRange(pair.Client.SentBytes, before + 1, bytes.Length);
        await ReceiveAsync(pair.Server.Input, bytes.Length / 2);
        await Within(write);
        Assert.Equal(bytes.Length, pair.Client.SentBytes);
    }

    [Fact]
    public async Task Read_WhileAnotherWaits_ThrowsAndLeavesTheFirstAlone()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Server.Input.ReadAsync());
        Assert.Throws<InvalidOperationException>(() => pair.Server.Input.TryRead(out _));
        await SendAsync(pair.Client.Output, [9]);
        Assert.Equal([9], (await Within(read)).Buffer.ToArray());
    }

    [Fact]
    public async Task Input_AwaitedAndAdvancedAtOnce_IsRefused()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        Assert.Throws<InvalidOperationException>(() => pair.Server.Input.AdvanceTo(default));
        await SendAsync(pair.Client.Output, [1]);
        var other = new ReadOnlySequence<byte>(new byte[5]);
        var result = await Within(read);
        Assert.Throws<InvalidOperationException>(() => pair.Server.Input.AdvanceTo(other.End));
        pair.Server.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task Output_WrittenWhileAFlushWaits_IsRefused()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(32 * 1024 * 1024);
        var write = pair.Client.Output.WriteAsync(bytes);
        Assert.Throws<InvalidOperationException>(() => pair.Client.Output.GetMemory(1));
        Assert.Throws<InvalidOperationException>(() => pair.Client.Output.Advance(0));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Client.Output.FlushAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Client.Output.WriteAsync(bytes));
        AssertSame(bytes, await ReceiveAsync(pair.Server.Input, bytes.Length));
        await Within(write);
    }

    [Fact]
    public async Task CompleteInput_WhileAReadWaits_EndsIt()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Server.Input.ReadAsync();
        pair.Server.Input.Complete();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Within(read));
        await SendAsync(pair.Server.Output, [1]);
        Assert.Equal([1], await ReceiveAsync(pair.Client.Input, 1));
    }
}
