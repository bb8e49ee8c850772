using System.Buffers;

namespace Picard.Transport.Tests;

/// <summary>What <see cref="System.IO.Pipelines.PipeWriter"/> promises about writing and flushing.</summary>
public abstract class WriteContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SlabPool.DefaultSlabBytes)]
    [InlineData(SlabPool.DefaultSlabBytes + 1)]
    [InlineData(100_000)]
    public async Task GetMemory_IsAsLargeAsTheHint(int sizeHint)
    {
        await using var pair = await ConnectAsync();
        pair.Writer.Write<byte>([1, 2, 3]);
        var memory = pair.Writer.GetMemory(sizeHint);
        Assert.True(memory.Length >= Math.Max(sizeHint, 1));
        var part = Pattern(Math.Max(sizeHint, 1));
        part.CopyTo(memory);
        pair.Writer.Advance(part.Length);
        pair.Writer.Write<byte>([4, 5]);
        var receiving = ReceiveAsync(pair.Reader, part.Length + 5);
        await Within(pair.Writer.FlushAsync());
        Assert.Equal([1, 2, 3, .. part, 4, 5], await receiving);
    }

    [Fact]
    public async Task GetMemory_AskedAgainForMore_DropsTheSmallerOne()
    {
        await using var pair = await ConnectAsync();
        foreach (var hint in (int[])[1, 9_000, 5, 20_000, 1]) { Assert.True(pair.Writer.GetMemory(hint).Length >= hint); }
        pair.Writer.GetSpan(30_000)[0] = 1;
        pair.Writer.Advance(1);
        foreach (var hint in (int[])[31_000, 32_000]) { Assert.True(pair.Writer.GetSpan(hint).Length >= hint); }
        pair.Writer.GetSpan(1)[0] = 2;
        pair.Writer.Advance(1);
        await Within(pair.Writer.FlushAsync());
        Assert.Equal([1, 2], await ReceiveAsync(pair.Reader, 2));
    }

    [Fact]
    public async Task Advance_BeyondWhatWasGranted_Throws()
    {
        await using var pair = await ConnectAsync();
        pair.Writer.Advance(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Writer.Advance(1));
        var memory = pair.Writer.GetMemory(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Writer.Advance(memory.Length + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Writer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Writer.GetMemory(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Writer.GetSpan(-1));
    }

    [Fact]
    public async Task UnflushedBytes_CountsWhatIsWritten()
    {
        await using var pair = await ConnectAsync();
        Assert.True(pair.Writer.CanGetUnflushedBytes);
        Assert.Equal(0, pair.Writer.UnflushedBytes);
        pair.Writer.Write(Pattern(10_000));
        Assert.Equal(10_000, pair.Writer.UnflushedBytes);
        await Within(pair.Writer.FlushAsync());
        Assert.Equal(0, pair.Writer.UnflushedBytes);
        Assert.Equal(Pattern(10_000), await ReceiveAsync(pair.Reader, 10_000));
    }

    [Fact]
    public async Task Write_IsNotSentBeforeTheFlush()
    {
        await using var pair = await ConnectAsync();
        pair.Writer.Write<byte>([1, 2, 3]);
        Assert.False(pair.Reader.TryRead(out _));
        await Within(pair.Writer.FlushAsync());
        Assert.Equal([1, 2, 3], await ReceiveAsync(pair.Reader, 3));
    }

    [Fact]
    public async Task Flush_WithNothingWritten_CompletesAndSendsNothing()
    {
        await using var pair = await ConnectAsync();
        var flushed = await Within(pair.Writer.FlushAsync());
        Assert.False(flushed.IsCanceled || flushed.IsCompleted);
        await Within(pair.Writer.WriteAsync(ReadOnlyMemory<byte>.Empty));
        Assert.False(pair.Reader.TryRead(out _));
    }

    [Fact] // Seed A.2.9
    public async Task Write_MoreThanThePeerReads_Waits_AndArrivesInOrder()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(16 * 1024 * 1024);
        var write = pair.Writer.WriteAsync(bytes);
        Assert.False(write.IsCompleted);
        var received = await ReceiveAsync(pair.Reader, bytes.Length);
        Assert.False((await Within(write)).IsCompleted);
        AssertSame(bytes, received);
    }

    [Fact]
    public async Task Flush_OfManySlabs_Waits_AndArrivesInOrder()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(16 * 1024 * 1024);
        pair.Writer.Write(bytes);
        var flush = pair.Writer.FlushAsync();
        Assert.False(flush.IsCompleted);
        AssertSame(bytes, await ReceiveAsync(pair.Reader, bytes.Length));
        await Within(flush);
    }

    [Fact] // Seed A.2.7
    public async Task Writes_OfAllSizes_KeepTheirOrder()
    {
        await using var pair = await ConnectAsync();
        var random = new Random(7);
        var bytes = Pattern(600_000);
        var receiving = ReceiveAsync(pair.Reader, bytes.Length);
        for (var offset = 0; offset < bytes.Length;)
        {
            var part = bytes.AsMemory(offset, Math.Min(random.Next(20_000), bytes.Length - offset));
            if (random.Next(2) == 0) { pair.Writer.Write(part.Span); }
            else { await Within(pair.Writer.WriteAsync(part)); }
            if (random.Next(4) == 0) { await Within(pair.Writer.FlushAsync()); }
            offset += part.Length;
        }

        await Within(pair.Writer.FlushAsync());
        AssertSame(bytes, await receiving);
    }

    [Fact] // Seed A.2.8, EV-50
    public async Task Complete_SendsWhatIsWritten_ThenTheEnd()
    {
        await using var pair = await ConnectAsync();
        pair.Writer.Write<byte>([1, 2, 3]);
        pair.Writer.Complete();
        Assert.Equal([1, 2, 3], await ReceiveAllAsync(pair.Reader));
    }

    [Fact] // Seed EV-50
    public async Task Complete_ForbidsWriting()
    {
        await using var pair = await ConnectAsync();
        pair.Writer.Complete();
        pair.Writer.Complete();
        Assert.Throws<InvalidOperationException>(() => pair.Writer.GetMemory(1));
        Assert.Throws<InvalidOperationException>(() => { pair.Writer.GetSpan(1); });
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Writer.WriteAsync(new byte[] { 1 }));
        Assert.False((await Within(pair.Writer.FlushAsync())).IsCanceled);
    }
}
