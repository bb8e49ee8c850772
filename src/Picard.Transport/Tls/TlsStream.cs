using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Picard.Transport;

/// <summary>The connection beneath TLS, as <see cref="System.Net.Security.SslStream"/> wants it. Reads of zero bytes wait without a buffer.</summary>
/// <remarks>It also keeps the session from being used by two threads where SslStream does not: a read decrypts while close_notify is made. Whoever holds the session
/// (<see cref="Enter"/>) computes and never waits: a read gives it up before it waits for bytes.</remarks>
internal sealed class TlsStream(TransportConnection transport) : Stream
{
    private readonly ArrayBufferWriter<byte> _collected = new(initialCapacity: 64);
    private volatile bool _isHandshake = true;
    private volatile bool _isCollecting;
    private volatile bool _hasEnded;
    private int _isHeld;

    /// <summary>FIN was read where a record should have followed.</summary>
    public bool HasEnded => _hasEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on reads go on where the transport completes them.</summary>
    public void EndHandshake() => _isHandshake = false;

    /// <summary>Takes the session. The wait is for another thread's one record at most.</summary>
    public void Enter()
    {
        var wait = default(SpinWait);
        while (Interlocked.Exchange(ref _isHeld, 1) != 0) { wait.SpinOnce(); }
    }

    public void Leave() => Volatile.Write(ref _isHeld, 0);

    /// <summary>Makes close_notify without sending it: to send may run others' code, which must not happen while the session is held.</summary>
    /// <exception cref="IOException">The session is broken.</exception>
    /// <exception cref="InvalidOperationException">The session is closed.</exception>
    public ReadOnlyMemory<byte> CollectShutdown(System.Net.Security.SslStream ssl)
    {
        Enter();
        try
        {
            _isCollecting = true;

            // It ends at once, for what it writes to does.
            ssl.ShutdownAsync().GetAwaiter().GetResult();
            return _collected.WrittenMemory;
        }
        finally
        {
            _isCollecting = false;
            Leave();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = transport.Input.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<int>(Take(read.Result, buffer.Span)) : ReadSlowly(read, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isCollecting)
        {
            _collected.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        var flush = transport.Output.WriteAsync(buffer, cancellationToken);
        if (!flush.IsCompletedSuccessfully) { return WriteSlowly(flush); }
        ThrowIfGone(flush.Result);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() => throw OnlyAsynchronous();

    public override int Read(byte[] buffer, int offset, int count) => throw OnlyAsynchronous();

    public override void Write(byte[] buffer, int offset, int count) => throw OnlyAsynchronous();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSlowly(ValueTask<ReadResult> read, Memory<byte> buffer)
    {
        ReadResult result;
        if (_isHandshake)
        {
            result = await read.ConfigureAwait(false);
            if (!ReferenceEquals(transport.Scheduler, PipeScheduler.ThreadPool))
            {
                // Each flight of the handshake is computed on the pool, not on the loop that brought it.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            return Take(result, buffer.Span);
        }

        Leave();
        try { result = await read.ConfigureAwait(false); }
        finally { Enter(); }
        return Take(result, buffer.Span);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteSlowly(ValueTask<FlushResult> flush) => ThrowIfGone(await flush.ConfigureAwait(false));

    private int Take(ReadResult result, Span<byte> buffer)
    {
        var input = result.Buffer;
        var bytes = (int)Math.Min(input.Length, buffer.Length);
        input.Slice(0, bytes).CopyTo(buffer);
        transport.Input.AdvanceTo(bytes == 0 ? input.Start : input.GetPosition(bytes));
        if (bytes == 0 && buffer.Length > 0) { _hasEnded = true; }
        return bytes;
    }

    private void ThrowIfGone(FlushResult flushed)
    {
        if (!flushed.IsCompleted) { return; }
        var fault = (transport as SlabConnection)?.Fault ?? new ConnectionFault(TransportFault.Reset, "ECONNRESET");
        throw fault.ToException();
    }

    private static NotSupportedException OnlyAsynchronous() => new("TLS reads and writes asynchronously only.");
}
