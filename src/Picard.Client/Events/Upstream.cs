using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Picard.Client;
using Picard.Gen;

namespace Picard;

/// <summary>The server of an exchange, as a handler of responses speaks to it: the counterpart of <see cref="Downstream"/>.</summary>
/// <remarks>
/// <para>It is used inside the events of its exchange only; from any other thread only <see cref="Signal"/> is. Once the exchange has ended everything is a no-op, and writes
/// return <see cref="Flow.Closed"/>.</para>
/// <para>Writes are for handlers with a request event (<see cref="OnRequestAttribute"/>): then the content of the request is what they write.</para>
/// </remarks>
public sealed class Upstream
{
    /// <summary>Limit: of one write, which is copied.</summary>
    internal const int MaxWriteBytes = 32 * 1024;

    // From here on a write is answered with Flow.Paused; half of it must have gone before the resume event.
    private const int PauseBytes = 32 * 1024;

    private readonly ResponseMachine _machine;
    private readonly Pipe? _pipe;
    private readonly long? _length;
    private readonly Action _onDrained;
    private Task<FlushResult>? _flush;
    private bool _isServerDone;
    private long _written;

    internal Upstream(ResponseMachine machine, IResponseHandler handler, long? contentLength)
    {
        _machine = machine;
        _length = contentLength;
        _onDrained = machine.OnDrained;
        if (handler.WritesContent)
        {
            // What goes on when it is drained are the handler's events, which must not run inside the reader's calls.
            _pipe = new Pipe(new PipeOptions(
                readerScheduler: PipeScheduler.Inline,
                writerScheduler: PipeScheduler.ThreadPool,
                pauseWriterThreshold: PauseBytes,
                resumeWriterThreshold: PauseBytes / 2,
                useSynchronizationContext: false));
        }
        else
        {
            IsComplete = true;
        }
    }

    /// <summary>Wakes this exchange from any thread: the signal event follows.</summary>
    public Signal Signal => new(_machine, ResponseMachine.Exchange);

    /// <summary>Cancelled when the exchange is given up, for what an asynchronous event awaits.</summary>
    public CancellationToken Aborted => _machine.Aborted;

    /// <summary>Whether the handler has written the last of the request's content, or writes none.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Whether nothing more of the content is wanted: it is complete, or the server takes no more.</summary>
    internal bool IsDone => IsComplete || _isServerDone;

    /// <summary>Whether the handler was told to stop, and nothing has been drained since.</summary>
    internal bool IsPaused => _flush is not null && !IsDone;

    /// <summary>Whether content of the response waits for <see cref="Resume"/>.</summary>
    internal bool IsReadingPaused { get; private set; }

    internal PipeReader? Content => _pipe?.Reader;

    /// <summary>Writes octets of the request's content. They are copied.</summary>
    /// <returns>Whether to go on. After <see cref="Flow.Paused"/> wait for the resume event. <see cref="Flow.Closed"/>: the server takes no more, or the exchange has ended.</returns>
    /// <exception cref="ArgumentException">There are more than 32 KiB.</exception>
    /// <exception cref="InvalidOperationException">The handler has no request event, the content is complete, this is more than was announced, or the handler wrote on after
    /// <see cref="Flow.Paused"/> until there was no more room.</exception>
    public Flow Write(ReadOnlySpan<byte> octets)
    {
        if (!TryGetRoom(octets.Length, out var content))
        {
            return Flow.Closed;
        }

        content.Write(octets);
        return Flush(content);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public Flow Write(ReadOnlyMemory<byte> octets) => Write(octets.Span);

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public Flow Write(ReadOnlySequence<byte> octets)
    {
        if (!TryGetRoom(octets.Length, out var content))
        {
            return Flow.Closed;
        }

        foreach (var piece in octets)
        {
            content.Write(piece.Span);
        }

        return Flush(content);
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/returns"/>
    /// <inheritdoc cref="Write(ReadOnlySpan{byte})" path="/exception"/>
    public Flow Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TryGetRoom(Encoding.UTF8.GetByteCount(text), out var content))
        {
            return Flow.Closed;
        }

        _ = Encoding.UTF8.GetBytes(text, content);
        return Flush(content);
    }

    /// <summary>Ends the content of the request.</summary>
    /// <exception cref="InvalidOperationException">The handler has no request event, the content is complete already, or some of what was announced is missing.</exception>
    public void Complete()
    {
        if (_machine.IsEnded)
        {
            return;
        }

        var content = Writer();
        if (_length is { } length && _written < length && !_isServerDone)
        {
            throw new InvalidOperationException($"RFC 9110 §8.6: the content ended {length - _written} octets before the {length} that were announced.");
        }

        IsComplete = true;
        content.Complete();
    }

    /// <summary>Has no more content of the response delivered, not even what has arrived: the server is not read from.</summary>
    public void Pause() => IsReadingPaused = true;

    /// <summary>Has content delivered again.</summary>
    public void Resume() => IsReadingPaused = false;

    /// <summary>Ends the exchange and its connection: the abort event follows, and no other.</summary>
    public void Abort() => _machine.AbortByHandler();

    /// <summary>A flush that had to wait has ended.</summary>
    /// <returns>Whether the handler may write on.</returns>
    internal bool EndFlush()
    {
        if (_flush is not { IsCompleted: true } flush)
        {
            return false;
        }

        _flush = null;
        _isServerDone |= !flush.IsCompletedSuccessfully || flush.Result.IsCompleted;
        return !IsDone && (_pipe!.Writer.UnflushedBytes == 0 || Flush(_pipe.Writer) == Flow.Ready);
    }

    /// <summary>The exchange is over: whoever still reads what was written finds that it is not whole.</summary>
    internal void End(Exception? fault)
    {
        if (_pipe is not null && !IsComplete)
        {
            IsComplete = true;
            _pipe.Writer.Complete(fault);
        }
    }

    private bool TryGetRoom(long count, out PipeWriter content)
    {
        content = null!;
        if (_machine.IsEnded)
        {
            return false;
        }

        content = Writer();
        if (count > MaxWriteBytes)
        {
            throw new ArgumentException($"One write takes at most {MaxWriteBytes:N0} octets, not {count:N0}: they are copied, and may have to wait.");
        }

        if (_written + count > _length)
        {
            throw new InvalidOperationException($"RFC 9110 §8.6: the content is longer than the {_length} octets that were announced.");
        }

        if (_isServerDone)
        {
            return false;
        }

        if (_flush is not null && content.UnflushedBytes + count > MaxWriteBytes)
        {
            throw new InvalidOperationException("The server does not take what is written, and there is no more room: stop at Flow.Paused, and write on in the resume event.");
        }

        _written += count;
        return true;
    }

    private PipeWriter Writer()
    {
        if (_pipe is null)
        {
            throw new InvalidOperationException("A handler writes the content of a request if it has a request event: add a method marked [OnRequest].");
        }

        return IsComplete ? throw new InvalidOperationException("The content of the request is complete: nothing can follow it.") : _pipe.Writer;
    }

    private Flow Flush(PipeWriter content)
    {
        if (_flush is not null)
        {
            return Flow.Paused;
        }

        var flush = content.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            _isServerDone |= flush.Result.IsCompleted;
            return _isServerDone ? Flow.Closed : Flow.Ready;
        }

        _flush = flush.AsTask();
        _flush.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onDrained);
        return Flow.Paused;
    }
}
