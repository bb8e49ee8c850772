using System.Buffers;

namespace Picard.Transport.Tests;

/// <summary>Cancelling reads and flushes: by the sticky request, and by an operation's own token.</summary>
public abstract class CancellationContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    // More than any transport holds for a reader that does not read.
    private const int MoreThanTheTransportHolds = 32 * 1024 * 1024;

    [Fact]
    public async Task CancelPendingRead_EndsAWaitingRead_Once()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Reader.ReadAsync();
        pair.Reader.CancelPendingRead();
        var result = await Within(read);
        Assert.True(result.IsCanceled);
        Assert.False(result.IsCompleted);
        Assert.True(result.Buffer.IsEmpty);
        pair.Reader.AdvanceTo(result.Buffer.End);
        var next = pair.Reader.ReadAsync();
        Assert.False(next.IsCompleted);
        await SendAsync(pair.Writer, [7]);
        Assert.Equal([7], (await Within(next)).Buffer.ToArray());
    }

    [Fact]
    public async Task CancelPendingRead_WithNoneWaiting_EndsTheNext()
    {
        await using var pair = await ConnectAsync();
        pair.Reader.CancelPendingRead();
        pair.Reader.CancelPendingRead();
        Assert.True((await Within(pair.Reader.ReadAsync())).IsCanceled);
        var next = pair.Reader.ReadAsync();
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task CancelPendingRead_WithNoneWaiting_EndsTheNextTryRead()
    {
        await using var pair = await ConnectAsync();
        pair.Reader.CancelPendingRead();
        Assert.True(pair.Reader.TryRead(out var result));
        Assert.True(result.IsCanceled);
        Assert.False(pair.Reader.TryRead(out _));
    }

    [Fact]
    public async Task CancelPendingRead_KeepsWhatIsBuffered()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2]);
        var buffer = await BufferAsync(pair.Reader, 2);
        pair.Reader.AdvanceTo(buffer.Start, buffer.End);
        pair.Reader.CancelPendingRead();
        var cancelled = await Within(pair.Reader.ReadAsync());
        Assert.True(cancelled.IsCanceled);
        Assert.Equal([1, 2], cancelled.Buffer.ToArray());
        pair.Reader.AdvanceTo(cancelled.Buffer.GetPosition(1), cancelled.Buffer.End);
        var next = pair.Reader.ReadAsync();
        await SendAsync(pair.Writer, [3]);
        Assert.Equal([2, 3], (await Within(next)).Buffer.ToArray());
    }

    [Fact]
    public async Task ReadToken_AlreadyCancelled_TakesNothing()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pair.Reader.ReadAsync(Canceled));
        Assert.Equal([1], await ReceiveAsync(pair.Reader, 1));
    }

    [Fact]
    public async Task ReadToken_EndsTheWaitingRead_AndNoOther()
    {
        await using var pair = await ConnectAsync();
        using var source = new CancellationTokenSource();
        var read = pair.Reader.ReadAsync(source.Token);
        await source.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within(read));
        Assert.Equal(source.Token, thrown.CancellationToken);
        await SendAsync(pair.Writer, [1]);
        Assert.Equal([1], await ReceiveAsync(pair.Reader, 1));
    }

    [Fact]
    public async Task ReadToken_CancelledAfterTheRead_DisturbsNoOther()
    {
        await using var pair = await ConnectAsync();
        using var source = new CancellationTokenSource();
        var read = pair.Reader.ReadAsync(source.Token);
        await SendAsync(pair.Writer, [1]);
        pair.Reader.AdvanceTo((await Within(read)).Buffer.End);
        var next = pair.Reader.ReadAsync();
        await source.CancelAsync();
        Assert.False(next.IsCompleted);
        await SendAsync(pair.Writer, [2]);
        Assert.Equal([2], (await Within(next)).Buffer.ToArray());
    }

    [Fact]
    public async Task CancelPendingFlush_WithNoneWaiting_EndsTheNext_AndLosesNothing()
    {
        await using var pair = await ConnectAsync();
        pair.Writer.CancelPendingFlush();
        Assert.True((await Within(pair.Writer.WriteAsync(new byte[] { 1, 2 }))).IsCanceled);
        Assert.False((await Within(pair.Writer.FlushAsync())).IsCanceled);
        Assert.Equal([1, 2], await ReceiveAsync(pair.Reader, 2));
    }

    [Fact]
    public async Task CancelPendingFlush_EndsAWaitingWrite_AndLeavesNoHole()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(MoreThanTheTransportHolds);
        var write = pair.Writer.WriteAsync(bytes);
        Assert.False(write.IsCompleted);
        pair.Writer.CancelPendingFlush();
        Assert.True((await Within(write)).IsCanceled);
        await FinishAsync(pair, bytes);
    }

    [Fact]
    public async Task FlushToken_EndsAWaitingWrite_AndLeavesNoHole()
    {
        await using var pair = await ConnectAsync();
        using var source = new CancellationTokenSource();
        var bytes = Pattern(MoreThanTheTransportHolds);
        var write = pair.Writer.WriteAsync(bytes, source.Token);
        Assert.False(write.IsCompleted);
        await source.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within(write));
        Assert.Equal(source.Token, thrown.CancellationToken);
        await FinishAsync(pair, bytes);
    }

    [Fact]
    public async Task FlushToken_AlreadyCancelled_SendsNothing()
    {
        await using var pair = await ConnectAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pair.Writer.WriteAsync(new byte[] { 9 }, Canceled));
        Assert.Equal(0, pair.Writer.UnflushedBytes);
        pair.Writer.GetSpan(1)[0] = 1;
        pair.Writer.Advance(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pair.Writer.FlushAsync(Canceled));
        Assert.Equal(1, pair.Writer.UnflushedBytes);
        await Within(pair.Writer.FlushAsync());
        Assert.Equal([1], await ReceiveAsync(pair.Reader, 1));
    }

    [Fact]
    public async Task CancelPendingRead_RacingWithBytes_LosesNeither()
    {
        await using var pair = await ConnectAsync();
        for (var i = 0; i < 500; i++)
        {
            var read = pair.Reader.ReadAsync();
            var cancelling = Task.Run(pair.Reader.CancelPendingRead);
            var sending = SendAsync(pair.Writer, [(byte)i]);
            var (bytes, cancellations) = (0, 0);

            // Whichever wins, both come: in one result or in two.
            while (bytes == 0 || cancellations == 0)
            {
                var result = await Within(read);
                cancellations += result.IsCanceled ? 1 : 0;
                if (!result.Buffer.IsEmpty) { Assert.Equal((byte)i, result.Buffer.FirstSpan[0]); }
                bytes += (int)result.Buffer.Length;
                pair.Reader.AdvanceTo(result.Buffer.End);
                if (bytes == 0 || cancellations == 0) { read = pair.Reader.ReadAsync(); }
            }

            Assert.Equal((1, 1), (bytes, cancellations));
            await Within(Task.WhenAll(cancelling, sending));
        }
    }

    private static async Task FinishAsync(ConnectedPair pair, byte[] bytes)
    {
        // The write is over, so its memory is the caller's again: nothing may be sent from it any more.
        var expected = bytes.ToArray();
        Array.Fill(bytes, (byte)0xEE);
        var receiving = ReceiveAsync(pair.Reader, expected.Length);
        Assert.False((await Within(pair.Writer.FlushAsync())).IsCanceled);
        AssertSame(expected, await receiving);
    }
}
