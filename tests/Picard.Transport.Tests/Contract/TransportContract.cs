using System.Buffers;
using System.IO.Pipelines;

namespace Picard.Transport.Tests;

/// <summary>What every transport must do. The abstract classes below it state the facts; each transport runs all of them over its own network.</summary>
public abstract class TransportContract<TNetwork> : IAsyncLifetime
    where TNetwork : TestNetwork, new()
{
    // Nothing waits for this long: it only turns a hang into a failure.
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    protected TNetwork Network { get; } = new();

    protected static CancellationToken Canceled { get; } = new(canceled: true);

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        await Network.StopAsync();
        Assert.Equal(0, Network.Slabs.RentedCount);
    }

    protected ValueTask<ConnectedPair> ConnectAsync() => Network.ConnectAsync();

    protected static Task Within(Task task) => task.WaitAsync(s_hang);

    protected static Task Within(ValueTask task) => task.AsTask().WaitAsync(s_hang);

    protected static Task<T> Within<T>(Task<T> task) => task.WaitAsync(s_hang);

    protected static Task<T> Within<T>(ValueTask<T> task) => task.AsTask().WaitAsync(s_hang);

    /// <summary>Bytes whose order is seen: no period of a power of two, so that swapped or repeated slabs differ.</summary>
    protected static byte[] Pattern(int length, int seed = 0)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) { bytes[i] = (byte)((i + seed) % 251); }
        return bytes;
    }

    /// <summary>For large arrays, of which no message should print every byte.</summary>
    protected static void AssertSame(byte[] expected, byte[] actual) => Assert.True(expected.AsSpan().SequenceEqual(actual), "The bytes differ.");

    protected static async Task SendAsync(PipeWriter writer, byte[] bytes)
    {
        var flushed = await Within(writer.WriteAsync(bytes));
        Assert.False(flushed.IsCompleted);
        Assert.False(flushed.IsCanceled);
    }

    /// <summary>Reads until there are this many bytes, consuming none; what comes back must be advanced from.</summary>
    protected static async Task<ReadOnlySequence<byte>> BufferAsync(PipeReader reader, long bytes)
    {
        while (true)
        {
            var result = await Within(reader.ReadAsync());
            if (result.Buffer.Length >= bytes) { return result.Buffer; }
            Assert.False(result.IsCompleted, $"The stream ended after {result.Buffer.Length} of {bytes} bytes.");
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Reads and consumes exactly this many bytes.</summary>
    protected static async Task<byte[]> ReceiveAsync(PipeReader reader, int bytes)
    {
        var received = new byte[bytes];
        var count = 0;
        while (count < bytes)
        {
            var result = await Within(reader.ReadAsync());
            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, bytes - count));
            part.CopyTo(received.AsSpan(count));
            count += (int)part.Length;
            reader.AdvanceTo(part.End);
            Assert.False(result.IsCompleted && count < bytes, $"The stream ended after {count} of {bytes} bytes.");
        }

        return received;
    }

    /// <summary>Reads and consumes everything until the peer's FIN.</summary>
    protected static async Task<byte[]> ReceiveAllAsync(PipeReader reader)
    {
        using var received = new MemoryStream();
        await Within(reader.CopyToAsync(received));
        return received.ToArray();
    }

    /// <summary>Completes when the connection tells that its peer is gone.</summary>
    protected static Task GoneAsync(TransportConnection connection)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.PeerGone.UnsafeRegister(static gone => ((TaskCompletionSource)gone!).TrySetResult(), gone);
        return gone.Task;
    }
}
