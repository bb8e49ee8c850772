using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Client;

// The request's side of an exchange: its content, where that takes longer than one write.
internal sealed partial class ClientConnection
{
    // What a connection's system takes at once in any case, more or less.
    private const int LargeContentBytes = 64 * 1024;

    // Limit: what the system holds, beside the caller's own memory, of content for a server that takes nothing. Its own limit, which is all that .NET's client has, is some 4 MiB.
    // Measured: CPU per upload of 1 MiB on a loop was 2.4 to 3.4 times that of HttpMessageInvoker at 56 KiB, 1.8 at 256 KiB, 1.4 at 512 KiB, and 1.0 to 1.3 at 1 MiB and above.
    // `Picard.Benchmarks -- client --scenario upload --concurrency 8`
    private const int MaxUnsentBytes = 1024 * 1024;

    private UploadState _uploadState;
    private Task _upload = Task.CompletedTask;
    private bool _isUploadStopped;
    private bool _isLastWritten;
    private RequestContent _content;
    private Exception? _uploadFault;
    private bool _persists;
    private bool _isMuchUnsentAllowed;

    /// <summary>How far the request is.</summary>
    private enum UploadState
    {
        Held,    // its content waits for a 100 (RFC 9110 §10.1.1)
        Sending, // its content is under way
        Sent,    // all of it is with the transport
        Stopped, // the rest will not be sent: the server has answered, or is gone
    }

    /// <summary>Ends what is still being sent: the response is there, and nobody waits for the rest.</summary>
    /// <returns>Completes when nothing of the caller's is touched any more.</returns>
    public Task StopUploadAsync()
    {
        if (_uploadState == UploadState.Held)
        {
            _uploadState = UploadState.Stopped;
        }

        if (_upload.IsCompletedSuccessfully)
        {
            return Task.CompletedTask;
        }

        Volatile.Write(ref _isUploadStopped, true);
        _content.Cancel();
        _output.CancelPendingFlush();
        return _content.EndsWhenCancelled ? _upload : Task.CompletedTask;
    }

    /// <summary>Whether nothing of the request's content is being sent any more, or ever was.</summary>
    public bool IsUploadOver => _uploadState != UploadState.Sending;

    /// <summary>Waits until no more of the request's content is being sent. Never throws.</summary>
    /// <returns>Whether all of it was.</returns>
    public async ValueTask<bool> UploadedAsync()
    {
        await _upload.ConfigureAwait(false);
        return _uploadState == UploadState.Sent;
    }

    /// <summary>The response is complete: is the request, too?</summary>
    /// <returns>Whether it is, or will be as soon as its last octets are with the transport, which this waits for.</returns>
    public async ValueTask<bool> TryEndUploadAsync()
    {
        // Race: a server has the last octet, and its answer is here, before the task that sent it goes on.
        if (_uploadState == UploadState.Sending && Volatile.Read(ref _isLastWritten))
        {
            await _upload.ConfigureAwait(false);
        }

        return _uploadState == UploadState.Sent;
    }

    private void BeginUpload(ClientCall call)
    {
        if (call.ExpectsContinue)
        {
            Volatile.Write(ref _continueDeadline, _timer.After(_options.ContinueTimeout));
        }

        if (_isMuchUnsentAllowed)
        {
            // Where a server takes nothing, what brings the content must feel it.
            _isMuchUnsentAllowed = false;
            Transport.AllowUnsent(0);
        }

        // The head goes out by itself: its content may be long in coming.
        BeginWrite();
        var head = AwaitCollectedHeadAsync(_output.FlushAsync());
        _upload = call.ExpectsContinue ? head : UploadAsync(head, call);
    }

    /// <summary>Content that is in memory as a whole is held back by nobody: the system may take it in few pieces.</summary>
    private void AllowUnsent(int contentBytes)
    {
        if (contentBytes > LargeContentBytes && !_isMuchUnsentAllowed)
        {
            _isMuchUnsentAllowed = true;
            Transport.AllowUnsent(MaxUnsentBytes);
        }
    }

    /// <summary>A 1xx response: 100 lets the content go.</summary>
    private void OnInterim(StatusCode status)
    {
        if (status == StatusCode.Continue)
        {
            Continue();
        }
    }

    /// <summary>The content is sent from now on, asked for or not.</summary>
    private void Continue()
    {
        _continueDeadline = ClientTimer.Never;
        if (_uploadState == UploadState.Held && _call is { } call)
        {
            _upload = UploadAsync(_upload, call);
        }
    }

    private async Task AwaitCollectedAsync(ValueTask<FlushResult> sending)
    {
        _uploadState = UploadState.Sending;
        _isLastWritten = true;
        EndRequest(await FlushedAsync(sending).ConfigureAwait(false));
    }

    private async Task AwaitCollectedHeadAsync(ValueTask<FlushResult> sending)
    {
        await FlushedAsync(sending).ConfigureAwait(false);
        EndWrite();
    }

    private void EndRequest(FlushResult flushed)
    {
        EndWrite();
        _uploadState = flushed.IsCompleted || flushed.IsCanceled ? UploadState.Stopped : UploadState.Sent;
        _call?.OnSent();
        BeginHeadWait();
    }

    /// <summary>Sends content from where the caller has it. Never throws: what goes wrong with the source is the caller's to hear, with the response's wait.</summary>
    private async Task UploadAsync(Task head, ClientCall call)
    {
        _uploadState = UploadState.Sending;
        _content = call.TakeContent();
        try
        {
            await head.ConfigureAwait(false);
            var isWhole = await _content.SendAsync(this).ConfigureAwait(false);
            _uploadState = isWhole ? UploadState.Sent : UploadState.Stopped;
            _call?.OnSent();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // RFC 9112 §8: a request that breaks off must not look complete, so the connection ends with it.
            _uploadState = UploadState.Stopped;
            Volatile.Write(ref _uploadFault, fault);
            _input.CancelPendingRead();
        }

        EndWrite();
        BeginHeadWait();
    }

    /// <summary>Writes a piece of content and waits until the server has room for more.</summary>
    /// <param name="octets">They must stay until the task completes.</param>
    /// <param name="framing">Whether it is a chunk.</param>
    /// <returns>False: the server takes no more, or the exchange is over.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    internal async ValueTask<bool> WriteContentAsync(ReadOnlyMemory<byte> octets, FramingKind framing)
    {
        var isChunk = framing == FramingKind.Chunked && !octets.IsEmpty;
        if (isChunk)
        {
            var line = _output.GetSpan(ChunkedEncoder.MaxSizeLineBytes);
            _output.Advance(ChunkedEncoder.WriteSizeLine(line, octets.Length));
        }

        BeginWrite();
        var flushed = await FlushedAsync(octets.Length > MaxCopiedContentBytes ? WriteLentAsync(octets, isChunk) : WriteCopied(octets, isChunk)).ConfigureAwait(false);
        EndWrite();
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    /// <summary>Writes the end of chunked content.</summary>
    /// <returns>As for <see cref="WriteContentAsync"/>.</returns>
    internal ValueTask<bool> WriteLastChunkAsync()
    {
        ChunkedEncoder.WriteLastChunk(_output);
        return EndChunksAsync();
    }

    internal bool IsUploadStopped => Volatile.Read(ref _isUploadStopped);

    private ValueTask<FlushResult> WriteCopied(ReadOnlyMemory<byte> octets, bool isChunk)
    {
        _output.Write(octets.Span);
        if (isChunk)
        {
            _output.Write(ChunkedEncoder.ChunkEnd);
        }

        return _output.FlushAsync();
    }

    // A server may look at a chunk only once it has its end, so that goes out with it.
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<FlushResult> WriteLentAsync(ReadOnlyMemory<byte> octets, bool isChunk)
    {
        var flushed = await FlushedAsync(_output.WriteAsync(octets)).ConfigureAwait(false);
        if (!isChunk || flushed.IsCompleted || flushed.IsCanceled)
        {
            return flushed;
        }

        _output.Write(ChunkedEncoder.ChunkEnd);
        return await _output.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for a flush. One that was cancelled for something that is not due goes on.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<FlushResult> FlushedAsync(ValueTask<FlushResult> flush)
    {
        while (true)
        {
            var flushed = await flush.ConfigureAwait(false);
            if (!flushed.IsCanceled || flushed.IsCompleted || IsUploadStopped || IsAnythingDue)
            {
                return flushed;
            }

            flush = _output.FlushAsync();
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> EndChunksAsync()
    {
        Volatile.Write(ref _isLastWritten, true);
        BeginWrite();
        var flushed = await FlushedAsync(_output.FlushAsync()).ConfigureAwait(false);
        EndWrite();
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }
}
