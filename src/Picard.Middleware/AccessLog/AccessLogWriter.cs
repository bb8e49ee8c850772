namespace Picard;

/// <summary>Takes lines from any thread without ever waiting, and has one thread of its own write them to a stream.</summary>
/// <remarks>
/// <para>What is taken and not written yet lies in memory of a fixed size. While that is full, because the stream is slower than the server, lines are dropped and counted
/// (<see cref="DroppedLines"/>): a log that is behind does not hold up exchanges, nor fill memory.</para>
/// <para>Lines are written as soon as the thread comes to them, many at once when they come fast. <see cref="DisposeAsync"/> writes what is left.</para>
/// </remarks>
public sealed class AccessLogWriter : IAsyncDisposable
{
    private const int DefaultQueueBytes = 1024 * 1024;
    private const int MinQueueBytes = 64 * 1024;

    private static readonly Lazy<AccessLogWriter> s_standardOutput = new(static () => new AccessLogWriter(Console.OpenStandardOutput()));

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly SemaphoreSlim _work = new(0, 1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Two blocks: lines go into one while the other is written.
    private byte[] _filling;
    private byte[] _writing;
    private int _filledBytes;
    private int _filledLines;
    private bool _isBusy;
    private bool _isEnding;
    private TaskCompletionSource? _flushed;
    private long _droppedLines;

    /// <summary>Writes to a stream, which is disposed with the writer.</summary>
    /// <param name="stream">Where lines go.</param>
    /// <param name="queueBytes">How much is taken while the stream is busy, in octets. Default: 1 MiB, some 5,000 lines: about a tenth of a second of a busy server. Twice as much memory is held.</param>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The queue is smaller than 64 KiB.</exception>
    public AccessLogWriter(Stream stream, int queueBytes = DefaultQueueBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(queueBytes, MinQueueBytes);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream of an access log is written to, and this one cannot be.", nameof(stream));
        }

        _stream = stream;
        _filling = new byte[queueBytes];
        _writing = new byte[queueBytes];
        new Thread(Run) { IsBackground = true, Name = "Picard access log" }.Start();
    }

    /// <summary>Lines that were not taken because the queue was full, or that the stream did not take.</summary>
    public long DroppedLines => Interlocked.Read(ref _droppedLines);

    /// <summary>Why the stream did not take the last lines that it refused; null if it took all.</summary>
    public Exception? Fault { get; private set; }

    internal static AccessLogWriter StandardOutput => s_standardOutput.Value;

    /// <summary>Appends to a file, which is created if it is not there.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The writer.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static AccessLogWriter ToFile(string path) =>
        new(new FileStream(path, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 }));

    /// <summary>Completes when all lines that were taken before are written, or have failed to be.</summary>
    /// <returns>A task that never fails.</returns>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (!_isBusy)
            {
                return Task.CompletedTask;
            }

            _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _flushed.Task;
        }
    }

    /// <summary>Writes what is left and disposes the stream. Lines that come later are dropped.</summary>
    /// <returns>Completes when that is done: not before the stream has taken what is left.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_isEnding)
            {
                _isEnding = true;
                Wake();
            }
        }

        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Takes a line; never waits for the stream.</summary>
    internal void Write(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            if (_isEnding || line.Length > _filling.Length - _filledBytes)
            {
                _ = Interlocked.Increment(ref _droppedLines);
                return;
            }

            line.CopyTo(_filling.AsSpan(_filledBytes));
            _filledBytes += line.Length;
            _filledLines++;
            Wake();
        }
    }

    // Invariant: busy from the first line that was taken until the thread has found nothing left; only then it waits.
    private void Wake()
    {
        if (!_isBusy)
        {
            _isBusy = true;
            _ = _work.Release();
        }
    }

    private void Run()
    {
        while (true)
        {
            _work.Wait();
            while (TryTake(out var lines, out var bytes))
            {
                WriteOut(lines, bytes);
            }

            lock (_gate)
            {
                if (_isEnding)
                {
                    break;
                }
            }
        }

        Close();
    }

    /// <returns>False: there is nothing left to write.</returns>
    private bool TryTake(out int lines, out int bytes)
    {
        lock (_gate)
        {
            (lines, bytes) = (_filledLines, _filledBytes);
            if (bytes > 0)
            {
                (_filling, _writing) = (_writing, _filling);
                (_filledLines, _filledBytes) = (0, 0);
                return true;
            }

            // Race: the end has come while the last lines were written. Then the thread goes on to it, and is not woken again.
            _isBusy = _isEnding;
            _flushed?.SetResult();
            _flushed = null;
            return false;
        }
    }

    private void WriteOut(int lines, int bytes)
    {
        try
        {
            _stream.Write(_writing, 0, bytes);
            _stream.Flush();
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or NotSupportedException or UnauthorizedAccessException)
        {
            // A full disk may have room again: the next lines are tried.
            Fault = fault;
            _ = Interlocked.Add(ref _droppedLines, lines);
        }
    }

    private void Close()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException fault)
        {
            Fault = fault;
        }

        lock (_gate)
        {
            _isBusy = false;
            _flushed?.SetResult();
            _work.Dispose();
        }

        _ended.SetResult();
    }
}
