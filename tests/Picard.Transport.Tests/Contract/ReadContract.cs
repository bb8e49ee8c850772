using System.Buffers;

namespace Picard.Transport.Tests;

/// <summary>What <see cref="System.IO.Pipelines.PipeReader"/> promises about reading and advancing.</summary>
public abstract class ReadContract<TNetwork> : TransportContract<TNetwork>
    where TNetwork : TestNetwork, new()
{
    [Fact] // Seed A.2.2
    public async Task Read_WithNothingThere_WaitsForBytes()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Reader.ReadAsync();
        Assert.False(read.IsCompleted);
        await SendAsync(pair.Writer, [1, 2, 3]);
        var result = await Within(read);
        Assert.Equal([1, 2, 3], result.Buffer.ToArray());
        Assert.False(result.IsCanceled);
        Assert.False(result.IsCompleted);
    }

    [Fact]
    public async Task Read_WithUnexaminedBytes_ReturnsAtOnce()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2, 3]);
        var buffer = await BufferAsync(pair.Reader, 3);
        pair.Reader.AdvanceTo(buffer.Start, buffer.GetPosition(2));
        var read = pair.Reader.ReadAsync();
        Assert.True(read.IsCompleted);
        Assert.Equal([1, 2, 3], (await read).Buffer.ToArray());
    }

    [Fact]
    public async Task Read_AfterExaminingEverything_WaitsForMore()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2, 3]);
        var buffer = await BufferAsync(pair.Reader, 3);
        pair.Reader.AdvanceTo(buffer.GetPosition(1), buffer.End);
        var read = pair.Reader.ReadAsync();
        Assert.False(read.IsCompleted);
        await SendAsync(pair.Writer, [4]);
        Assert.Equal([2, 3, 4], (await Within(read)).Buffer.ToArray());
    }

    [Fact]
    public async Task Read_AfterConsumingPart_StartsBehindIt()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2, 3]);
        var buffer = await BufferAsync(pair.Reader, 3);
        pair.Reader.AdvanceTo(buffer.GetPosition(2));
        Assert.Equal([3], (await Within(pair.Reader.ReadAsync())).Buffer.ToArray());
    }

    [Fact]
    public async Task Read_AfterAdvancingByDefaultPositions_SeesTheSameBytes()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2, 3]);
        await BufferAsync(pair.Reader, 3);
        pair.Reader.AdvanceTo(default);
        Assert.Equal([1, 2, 3], (await Within(pair.Reader.ReadAsync())).Buffer.ToArray());
    }

    [Fact]
    public async Task Read_BeforeAdvancing_Throws()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1]);
        var buffer = await BufferAsync(pair.Reader, 1);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Reader.ReadAsync());
        Assert.Throws<InvalidOperationException>(() => pair.Reader.TryRead(out _));
        pair.Reader.AdvanceTo(buffer.End);
    }

    [Fact]
    public async Task Read_AcrossManySlabs_IsOneSequence()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(40_000);
        await SendAsync(pair.Writer, bytes);
        var buffer = await BufferAsync(pair.Reader, bytes.Length);
        Assert.False(buffer.IsSingleSegment);
        Assert.Equal(bytes, buffer.ToArray());
        pair.Reader.AdvanceTo(buffer.GetPosition(30_001));
        Assert.Equal(bytes[30_001..], await ReceiveAsync(pair.Reader, 9_999));
    }

    [Fact]
    public async Task Read_ByteByByte_GathersAndKeepsPositions()
    {
        await using var pair = await ConnectAsync();
        var bytes = Pattern(300);
        for (var i = 0; i < bytes.Length; i++)
        {
            await SendAsync(pair.Writer, [bytes[i]]);
            var buffer = await BufferAsync(pair.Reader, i + 1);
            Assert.Equal(bytes[..(i + 1)], buffer.ToArray());
            pair.Reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    [Fact]
    public async Task TryRead_WithNothingThere_IsFalse_AndAllowsAdvancing()
    {
        await using var pair = await ConnectAsync();
        Assert.False(pair.Reader.TryRead(out var result));
        Assert.True(result.Buffer.IsEmpty);
        pair.Reader.AdvanceTo(default);
        Assert.False(pair.Reader.TryRead(out _));
    }

    [Fact]
    public async Task TryRead_WithUnexaminedBytes_IsTrue()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2]);
        var buffer = await BufferAsync(pair.Reader, 2);
        pair.Reader.AdvanceTo(buffer.GetPosition(1));
        Assert.True(pair.Reader.TryRead(out var result));
        Assert.Equal([2], result.Buffer.ToArray());
    }

    [Fact]
    public async Task AdvanceTo_WithoutRead_Throws()
    {
        await using var pair = await ConnectAsync();
        Assert.Throws<InvalidOperationException>(() => pair.Reader.AdvanceTo(default));
        await SendAsync(pair.Writer, [1]);
        var buffer = await BufferAsync(pair.Reader, 1);
        pair.Reader.AdvanceTo(buffer.End);
        Assert.Throws<InvalidOperationException>(() => pair.Reader.AdvanceTo(default));
    }

    [Fact]
    public async Task AdvanceTo_ExaminedBeforeConsumed_Throws()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2, 3]);
        var buffer = await BufferAsync(pair.Reader, 3);
        Assert.Throws<InvalidOperationException>(() => pair.Reader.AdvanceTo(buffer.End, buffer.Start));
        pair.Reader.AdvanceTo(buffer.GetPosition(1));
        Assert.Equal([2, 3], (await Within(pair.Reader.ReadAsync())).Buffer.ToArray());
    }

    [Fact]
    public async Task Complete_ForbidsReadingAndAdvancing()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1]);
        var buffer = await BufferAsync(pair.Reader, 1);
        pair.Reader.Complete();
        pair.Reader.Complete();
        Assert.Throws<InvalidOperationException>(() => pair.Reader.AdvanceTo(buffer.End));
        Assert.Throws<InvalidOperationException>(() => pair.Reader.TryRead(out _));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Reader.ReadAsync());
    }

    [Fact] // Seed EV-10
    public async Task EndOfStream_IsToldAgainAndAgain()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2]);
        await Within(pair.Writer.CompleteAsync());
        Assert.Equal([1, 2], await ReceiveAsync(pair.Reader, 2));
        for (var i = 0; i < 3; i++)
        {
            var result = await Within(pair.Reader.ReadAsync());
            Assert.True(result.IsCompleted);
            Assert.True(result.Buffer.IsEmpty);
            pair.Reader.AdvanceTo(result.Buffer.End);
        }

        Assert.True(pair.Reader.TryRead(out var tried));
        Assert.True(tried.IsCompleted);
    }

    [Fact]
    public async Task EndOfStream_WithBytesLeft_GivesThemAgain()
    {
        await using var pair = await ConnectAsync();
        await SendAsync(pair.Writer, [1, 2]);
        await Within(pair.Writer.CompleteAsync());
        var buffer = await BufferAsync(pair.Reader, 2);
        pair.Reader.AdvanceTo(buffer.Start, buffer.End);
        var result = await Within(pair.Reader.ReadAsync());
        Assert.True(result.IsCompleted);
        Assert.Equal([1, 2], result.Buffer.ToArray());
    }

    [Fact] // Seed A.2.5
    public async Task EndOfStream_WakesAWaitingRead()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Reader.ReadAsync();
        await Within(pair.Writer.CompleteAsync());
        var result = await Within(read);
        Assert.True(result.IsCompleted);
        Assert.True(result.Buffer.IsEmpty);
    }

    [Fact]
    public async Task ReadAtLeast_WaitsForThatMany()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Reader.ReadAtLeastAsync(20_000);
        await SendAsync(pair.Writer, Pattern(15_000));
        Assert.False(read.IsCompleted);
        await SendAsync(pair.Writer, Pattern(5_000, seed: 15_000));
        Assert.Equal(Pattern(20_000), (await Within(read)).Buffer.ToArray());
    }

    [Fact]
    public async Task ReadAtLeast_AtTheEnd_ReturnsFewer()
    {
        await using var pair = await ConnectAsync();
        var read = pair.Reader.ReadAtLeastAsync(10);
        await SendAsync(pair.Writer, [1, 2, 3]);
        await Within(pair.Writer.CompleteAsync());
        var result = await Within(read);
        Assert.True(result.IsCompleted);
        Assert.Equal([1, 2, 3], result.Buffer.ToArray());
    }
}
