using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Picard.Transport;

/// <summary>The connection beneath TLS, as <see cref="System.Net.Security.SslStream"/> wants it. Reads of zero bytes wait without a buffer.</summary>
/// <remarks>It also keeps the session from being used by two threads where SslStream does not: a read decrypts while close_notify is made. Whoever holds the session
/// (<see cref="Enter"/>) computes and never waits: a read gives it up before it waits for bytes. A read that waits is this object: SslStream has one at a time.</remarks>
internal sealed class TlsStream : Stream, IValueTaskSource<int>
{
    private readonly TransportConnection _transport;
    private readonly Action _onRead;
    private readonly ArrayBufferWriter<byte> _collected = new(initialCapacity: 64);
    private volatile bool _isHandshake = true;
    private volatile bool _isCollecting;
    private volatile bool _hasEnded;
    private ManualResetValueTaskSourceCore<int> _source;
    private ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter _read;
    private Memory<byte> _destination;
    private int _isHeld;

    public TlsStream(TransportConnection transport)
    {
        _transport = transport;
        _onRead = OnRead;
    }

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
        var read = _transport.Input.ReadAsync(cancellationToken);
        if (read.IsCompletedSuccessfully) { return new ValueTask<int>(Take(read.Result, buffer.Span)); }
        return _isHandshake ? ReadInHandshake(read, buffer) : ReadLater(read, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isCollecting)
        {
            _collected.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        var flush = _transport.Output.WriteAsync(buffer, cancellationToken);
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

    int IValueTaskSource<int>.GetResult(short token)
    {
        try { return _source.GetResult(token); }
        finally { _source.Reset(); }
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private async ValueTask<int> ReadInHandshake(ValueTask<ReadResult> read, Memory<byte> buffer)
    {
        var result = await read.ConfigureAwait(false);
        if (!ReferenceEquals(_transport.Scheduler, PipeScheduler.ThreadPool))
        {
            // Each flight of the handshake is computed on the pool, not on the loop that brought it.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        return Take(result, buffer.Span);
    }

    private ValueTask<int> ReadLater(ValueTask<ReadResult> read, Memory<byte> buffer)
    {
        _destination = buffer;
        _read = read.ConfigureAwait(false).GetAwaiter();
        var version = _source.Version;
        Leave();
        _read.UnsafeOnCompleted(_onRead);
        return new ValueTask<int>(this, version);
    }

    private void OnRead()
    {
        Enter();
        int bytes;
        try { bytes = Take(_read.GetResult(), _destination.Span); }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
        {
            _source.SetException(exception);
            return;
        }

        _source.SetResult(bytes);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteSlowly(ValueTask<FlushResult> flush) => ThrowIfGone(await flush.ConfigureAwait(false));

    private int Take(ReadResult result, Span<byte> buffer)
    {
        var input = result.Buffer;
        if (result.IsCanceled)
        {
            _transport.Input.AdvanceTo(input.Start);
            throw ConnectionFault.Aborted.ToException();
        }

        var bytes = (int)Math.Min(input.Length, buffer.Length);
        input.Slice(0, bytes).CopyTo(buffer);
        _transport.Input.AdvanceTo(bytes == 0 ? input.Start : input.GetPosition(bytes));
        if (bytes == 0 && buffer.Length > 0) { _hasEnded = true; }
        return bytes;
    }

    private void ThrowIfGone(FlushResult flushed)
    {
        if (flushed.IsCanceled) { throw ConnectionFault.Aborted.ToException(); }
        if (!flushed.IsCompleted) { return; }
        var fault = (_transport as SlabConnection)?.Fault ?? new ConnectionFault(TransportFault.Reset, "ECONNRESET");
        throw fault.ToException();
    }

    private static NotSupportedException OnlyAsynchronous() => new("TLS reads and writes asynchronously only.");
}
