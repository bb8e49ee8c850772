using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport.Tests;

/// <summary>What <see cref="TransportConnection.SendFileAsync"/> promises.</summary>
public abstract class FileContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    // More than all buffers between two ends hold.
    private const int LargeBytes = 12_000_000;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.bin");

    public override async Task DisposeAsync()
    {
        File.Delete(_path);
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(5, 10)]
    [InlineData(4_095, SlabPool.DefaultSlabBytes + 1)]
    [InlineData(1, 300_000)]
    public async Task SendFile_BetweenWrites_IsInOrder(int offset, int count)
    {
        await using var pair = await ConnectAsync();
        var content = Pattern(offset + count + 7);
        using var file = Create(content);
        var receiving = ReceiveAsync(pair.Reader, count + 5);
        pair.Writer.Write<byte>([1, 2, 3]);
        AssertSent(pair, await Within(pair.Client.SendFileAsync(file, offset, count)));
        await SendAsync(pair.Writer, [4, 5]);
        AssertSame([1, 2, 3, .. content.AsSpan(offset, count), 4, 5], await receiving);
    }

    [Fact]
    public async Task SendFile_Twice_SendsBoth()
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(1_000));
        AssertSent(pair, await Within(pair.Client.SendFileAsync(file, 500, 500)));
        AssertSent(pair, await Within(pair.Client.SendFileAsync(file, 0, 500)));
        AssertSame([.. Pattern(1_000).AsSpan(500), .. Pattern(500)], await ReceiveAsync(pair.Reader, 1_000));
    }

    [Fact]
    public async Task SendFile_LeavesThePositionAndTheFileToItsOwner()
    {
        await using var pair = await ConnectAsync();
        using var stream = new FileStream(Create(Pattern(100)), FileAccess.Read, bufferSize: 0);
        stream.Position = 10;
        await Within(pair.Client.SendFileAsync(stream.SafeFileHandle, 50, 50));
        await ReceiveAsync(pair.Reader, 50);
        Assert.Equal(10, stream.ReadByte());
    }

    [Fact]
    public async Task SendFile_ToAPeerThatDoesNotRead_WaitsAndHoldsLittle()
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(LargeBytes));
        var sending = pair.Client.SendFileAsync(file, 0, LargeBytes).AsTask();
        Assert.False(sending.IsCompleted);

        // The high watermark of what is unsent, and on its way as much again in memory.
        Assert.InRange(Network.Slabs.RentedCount, 0, 34);
        Assert.InRange(pair.Client.SentBytes, 0, LargeBytes - 1);
        AssertSame(Pattern(LargeBytes), await ReceiveAsync(pair.Reader, LargeBytes));
        AssertSent(pair, await Within(sending));
        Assert.Equal(LargeBytes, pair.Client.SentBytes);
    }

    [Fact]
    public async Task SendFile_ThatWasCancelled_GoesOnWithTheNextFlush()
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(LargeBytes));
        var sending = pair.Client.SendFileAsync(file, 0, LargeBytes).AsTask();
        pair.Writer.CancelPendingFlush();
        var flushed = await Within(sending);
        Assert.True(flushed is { IsCanceled: true, IsCompleted: false });
        Assert.InRange(pair.Writer.UnflushedBytes, 1, LargeBytes);
        Assert.Throws<InvalidOperationException>(() => pair.Writer.GetMemory(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pair.Client.SendFileAsync(file, 0, 1).AsTask());
        var receiving = ReceiveAsync(pair.Reader, LargeBytes + 1);
        AssertSent(pair, await Within(pair.Writer.FlushAsync()));
        await SendAsync(pair.Writer, [9]);
        AssertSame([.. Pattern(LargeBytes), 9], await receiving);
    }

    [Fact]
    public async Task SendFile_WhoseTokenIsCancelled_Throws()
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(LargeBytes));
        await Assert.ThrowsAsync<TaskCanceledException>(() => pair.Client.SendFileAsync(file, 0, 1, Canceled).AsTask());
        Assert.Equal(0, pair.Writer.UnflushedBytes);
        using var source = new CancellationTokenSource();
        var sending = pair.Client.SendFileAsync(file, 0, LargeBytes, source.Token).AsTask();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within(sending));
        Assert.InRange(pair.Writer.UnflushedBytes, 1, LargeBytes);
    }

    [Fact]
    public async Task CloseOutput_AfterACancelledSendFile_SendsTheRestFirst()
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(LargeBytes));
        pair.Writer.CancelPendingFlush();
        Assert.True((await Within(pair.Client.SendFileAsync(file, 0, LargeBytes))).IsCanceled);
        var receiving = ReceiveAllAsync(pair.Reader);
        await Within(pair.Client.CloseOutputAsync());
        AssertSame(Pattern(LargeBytes), await receiving);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public async Task SendFile_OfAFileThatEndsTooEarly_SendsWhatThereIsAndThrows(int length)
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(length));
        var receiving = BufferAsync(pair.Reader, length);
        var fault = await Assert.ThrowsAsync<EndOfStreamException>(() => Within(pair.Client.SendFileAsync(file, 0, length + 1)));
        Assert.Contains($"octet {length}", fault.Message, StringComparison.Ordinal);

        // The connection is none the worse for it, and what was read is sent.
        await SendAsync(pair.Writer, []);
        pair.Reader.AdvanceTo((await receiving).End);
        await SendAsync(pair.Writer, [7]);
        Assert.Equal([7], await ReceiveAsync(pair.Reader, 1));
    }

    [Fact]
    public async Task SendFile_OfAFileThatIsClosedMeanwhile_Throws()
    {
        await using var pair = await ConnectAsync();
        var file = Create(Pattern(LargeBytes));
        var sending = pair.Client.SendFileAsync(file, 0, LargeBytes).AsTask();
        file.Dispose();
        var receiving = BufferAsync(pair.Reader, 1);
        pair.Reader.AdvanceTo((await receiving).End);
        var draining = DrainAsync(pair.Reader);
        await Assert.ThrowsAsync<IOException>(() => Within(sending));
        await pair.Client.DisposeAsync();
        await Within(draining);
    }

    [Fact]
    public async Task SendFile_OfAFileThatCannotBeRead_Throws()
    {
        await using var pair = await ConnectAsync();
        using var file = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, Pattern(10), 0);
        await Assert.ThrowsAsync<IOException>(() => Within(pair.Client.SendFileAsync(file, 0, 10)));
    }

    [Fact]
    public async Task SendFile_ToAPeerThatLeaves_ReturnsCompleted()
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(LargeBytes));
        var sending = pair.Client.SendFileAsync(file, 0, LargeBytes).AsTask();
        pair.Server.Abort();
        Assert.True((await Within(sending)).IsCompleted);
        Assert.Equal(0, pair.Writer.UnflushedBytes);
        Assert.True((await Within(pair.Client.SendFileAsync(file, 0, LargeBytes))).IsCompleted);
    }

    [Fact]
    public async Task SendFile_OnAConnectionThatIsAborted_ReturnsCompleted()
    {
        await using var pair = await ConnectAsync();
        using var file = Create(Pattern(LargeBytes));
        var sending = pair.Client.SendFileAsync(file, 0, LargeBytes).AsTask();
        pair.Client.Abort();
        Assert.True((await Within(sending)).IsCompleted);
    }

    [Fact]
    public async Task SendFile_Misused_Throws()
    {
        await using var pair = await ConnectAsync();
        using var file = Create([1]);
        await Assert.ThrowsAsync<ArgumentNullException>(() => pair.Client.SendFileAsync(null!, 0, 1).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pair.Client.SendFileAsync(file, -1, 1).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pair.Client.SendFileAsync(file, 0, -1).AsTask());
        await pair.Writer.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => pair.Client.SendFileAsync(file, 0, 1).AsTask());
    }

    private static void AssertSent(ConnectedPair pair, FlushResult flushed)
    {
        Assert.True(flushed is { IsCanceled: false, IsCompleted: false });
        Assert.Equal(0, pair.Writer.UnflushedBytes);
    }

    private static async Task DrainAsync(PipeReader reader)
    {
        try { await reader.CopyToAsync(Stream.Null); }
        catch (TransportException)
        {
            // The peer's end may be a reset.
        }
    }

    private SafeFileHandle Create(byte[] content)
    {
        File.WriteAllBytes(_path, content);
        return File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }
}
