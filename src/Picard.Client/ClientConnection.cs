using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Client;

/// <summary>The client's driver: carries the exchanges of one connection, one after the other.</summary>
/// <remarks>
/// <code>
/// Idle ─► Head ─► Content ─► Complete ─► Idle …     the response; interim ones stay in Head
///          │         │           │
///          └─────────┴───────────┴──► Broken          nothing more can be sent
/// request: Held ─► Sending ─► Sent, or Stopped        its content goes on beside the response
/// </code>
/// The caller of an exchange drives it: what it asks for is read then, and not before, so an answer that nobody reads stays with its server. Only the content of a request
/// is sent by a task of its own (ClientConnection.Upload.cs), since a server may answer before it has taken all of it.
/// Invariant: one exchange at a time. The next begins when the last octet of this one is read and sent, and nothing follows it.
/// A read or flush that was cancelled asks what is due (<see cref="ThrowWhatIsDue"/>); one that comes too late is due nothing and goes on.
/// Not its business: which connection an exchange gets (the pool), and whether it is tried again (<see cref="ClientCall"/>).
/// </remarks>
internal sealed partial class ClientConnection : ITimed
{
    // Limit: content that is at hand goes into the output with its head up to this size, one system call for both; larger is sent from its owner's memory.
    private const int MaxCopiedContentBytes = 16 * 1024;

    private readonly ClientOptions _options;
    private readonly ClientTimer _timer;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly HeadParser _parser;
    private readonly ContentDecoder _decoder;
    private CancellationTokenRegistration _peerGone;
    private int _isEnded;

    private State _state;
    private ReadOnlySequence<byte> _batch;
    private bool _holdsBatch;
    private bool _isInputEnded;
    private bool _hasReceived;
    private Method _method;

    public ClientConnection(TransportConnection transport, Origin origin, ClientOptions options, ClientTimer timer)
    {
        Transport = transport;
        Origin = origin;
        _options = options;
        _timer = timer;
        _input = transport.Input;
        _output = transport.Output;
        _parser = new HeadParser(options.Limits);
        _decoder = new ContentDecoder(options.Limits);
        timer.Add(this);
    }

    /// <summary>What is expected of the server next.</summary>
    private enum State
    {
        Idle,     // nothing
        Head,     // a response head, interim or final
        Content,  // content, or its end
        Complete, // nothing more of this exchange
        Broken,   // nothing that could be understood
    }

    /// <summary>How the wait for a response ended.</summary>
    internal enum Answer
    {
        /// <summary>The final head is there.</summary>
        Final,

        /// <summary>The connection was lost before the first octet of a response.</summary>
        Lost,
    }

    /// <summary>Whom it leads to.</summary>
    public Origin Origin { get; }

    /// <summary>The connection beneath.</summary>
    public TransportConnection Transport { get; }

    /// <summary>The pool's own notes.</summary>
    public Pooled Pooled;

    /// <summary>The response, from its head on until the next exchange.</summary>
    public ParsedResponse Response { get; } = new();

    /// <summary>How it was made.</summary>
    public ConnectPhases Phases { get; init; } = new();

    /// <summary>What its pool has told of it.</summary>
    public ConnectionRecord Record;

    /// <summary>Whether the last octet of the response has been read.</summary>
    public bool IsResponseComplete => _state == State.Complete;

    /// <summary>Whether a request may be sent on it: the peer is there, and has sent nothing that nobody asked for. Asks the system; between exchanges only.</summary>
    public bool IsUsable => Volatile.Read(ref _isEnded) == 0 && Transport.PeerState == PeerState.Open && Transport.UnreadBytes == 0;

    /// <summary>From now on the pool hears of the peer's end, also while nothing is read.</summary>
    /// <param name="onGone">Called at most once, on any thread.</param>
    public void Watch(Action<ClientConnection> onGone) => _peerGone = Transport.PeerGone.UnsafeRegister(
        static state =>
        {
            var (connection, gone) = ((ClientConnection, Action<ClientConnection>))state!;
            gone(connection);
        },
        (this, onGone));

    /// <summary>Sends a request and waits for the head of its final response. The content of the request may still be under way then.</summary>
    /// <param name="call">The request.</param>
    /// <exception cref="RequestException">There is no response.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<Answer> SendAsync(ClientCall call)
    {
        Begin(call);
        _output.Write(call.HeadOctets);
        if (call.Content.IsStreamed)
        {
            BeginUpload(call);
        }
        else
        {
            var sent = SendCollected(call.Content.Octets);
            if (sent.IsCompletedSuccessfully)
            {
                EndRequest(sent.Result);
            }
            else
            {
                _upload = AwaitCollectedAsync(sent);
            }
        }

        for (var interim = 0; ; interim++)
        {
            while (!TryParseHead())
            {
                if (_state != State.Head)
                {
                    return Answer.Lost;
                }

                await ReadAsync().ConfigureAwait(false);
            }

            if (!Response.Status.IsInformational || Response.Framing.Kind == FramingKind.Tunnel)
            {
                break;
            }

            if (interim == _options.MaxInterimResponses)
            {
                throw Fail(RequestFault.Violation, $"{Origin} sent more than {_options.MaxInterimResponses} interim responses.");
            }

            OnInterim(Response.Status);
            if (call.Forwarded is { } forwarded)
            {
                await forwarded.InterimAsync(Response).ConfigureAwait(false);
            }
        }

        BeginContent();
        return Answer.Final;
    }

    /// <summary>Waits for the next octets of the response's content.</summary>
    /// <returns>They are valid until the next call; empty at the end.</returns>
    /// <exception cref="RequestException">The response breaks off.</exception>
    public ValueTask<ReadOnlySequence<byte>> ReadContentAsync() =>
        TryDecode(out var content) ? new ValueTask<ReadOnlySequence<byte>>(content) : ReadContentSlowlyAsync();

    /// <summary>Throws away what has arrived of the content.</summary>
    /// <returns>Whether that was all of it.</returns>
    public bool TryDiscard()
    {
        try
        {
            while (_state == State.Content && TryDecode(out _))
            {
            }
        }
        catch (RequestException)
        {
            // Nobody wants it, so nobody hears of it: the connection ends.
        }

        return _state == State.Complete;
    }

    /// <summary>Ends the exchange: nothing of its response is looked at any more.</summary>
    /// <returns>Whether another may follow. Otherwise the connection must be closed.</returns>
    public bool End()
    {
        var isReusable = _state == State.Complete && Response.Framing.Kind != FramingKind.Tunnel && _uploadState == UploadState.Sent && _persists && Response.IsPersistent && !_isInputEnded && _batch.IsEmpty
            && Volatile.Read(ref _isEnded) == 0;
        if (_holdsBatch)
        {
            _holdsBatch = false;
            _input.AdvanceTo(_batch.Start, _batch.Start);
            _batch = default;
        }

        EndCall();
        _state = isReusable ? State.Idle : State.Broken;
        return isReusable;
    }

    /// <summary>Closes the connection. Any thread; may be called more than once.</summary>
    public ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
        {
            return ValueTask.CompletedTask;
        }

        _timer.Remove(this);
        _peerGone.Unregister();
        return Transport.DisposeAsync();
    }

    private void Begin(ClientCall call)
    {
        if (_state != State.Idle)
        {
            throw new InvalidOperationException("An exchange begins on a connection that has none.");
        }

        _state = State.Head;
        _method = call.Method;
        _persists = call.Persists;
        _hasReceived = false;
        _uploadState = UploadState.Held;
        BeginCall(call);
    }

    private ValueTask<FlushResult> SendCollected(ReadOnlyMemory<byte> content)
    {
        BeginWrite();
        if (content.Length > MaxCopiedContentBytes)
        {
            AllowUnsent(content.Length);
            return _output.WriteAsync(content);
        }

        _output.Write(content.Span);
        return _output.FlushAsync();
    }

    /// <returns>False: more is needed, or the connection is at its end.</returns>
    private bool TryParseHead()
    {
        if (!_batch.IsEmpty)
        {
            if (!_hasReceived)
            {
                _hasReceived = true;
                _call?.OnFirstByte();
            }

            var status = _parser.ParseResponse(_batch, _method, Response, out var consumed);
            _batch = _batch.Slice(consumed);
            if (status == ParseStatus.Complete)
            {
                return true;
            }

            if (status == ParseStatus.Violation)
            {
                throw Refuse(_parser.Violation);
            }
        }

        if (!_isInputEnded)
        {
            return false;
        }

        if (_hasReceived)
        {
            throw Fail(RequestFault.ConnectionLost, $"The connection to {Origin} ended before the head of the final response was complete.");
        }

        _state = State.Broken;
        return false;
    }

    private void BeginContent()
    {
        // RFC 9110 §15.2.2: what follows a 101 is no HTTP. It has no content for the caller, and its connection carries no other request.
        _decoder.Start(Response);
        _state = _decoder.IsComplete ? State.Complete : State.Content;
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<ReadOnlySequence<byte>> ReadContentSlowlyAsync()
    {
        ReadOnlySequence<byte> content;
        do
        {
            BeginContentWait();
            await ReadAsync().ConfigureAwait(false);
        }
        while (!TryDecode(out content));
        EndReadWait();
        return content;
    }

    /// <returns>False: more is needed.</returns>
    private bool TryDecode(out ReadOnlySequence<byte> content)
    {
        content = default;
        if (_state != State.Content)
        {
            return true;
        }

        var status = _decoder.Decode(_batch, out content, out var consumed);
        _batch = _batch.Slice(consumed);
        if (status == ParseStatus.Violation)
        {
            throw Refuse(_decoder.Violation);
        }

        if (status == ParseStatus.Complete)
        {
            _state = State.Complete;
            return true;
        }

        if (!content.IsEmpty)
        {
            return true;
        }

        if (!_isInputEnded)
        {
            return false;
        }

        if (!_decoder.EndOfInput(out var violation))
        {
            throw violation.Reason == ViolationReason.TruncatedContent
                ? Fail(RequestFault.Truncated, $"The response of {Origin} ended before its content did.")
                : Refuse(violation);
        }

        _state = Transport.EndedWithoutNotify ? throw Fail(RequestFault.Truncated, $"The response of {Origin} ended without close_notify: it may have been cut (RFC 9112 §9.8).") : State.Complete;
        return true;
    }

    /// <summary>Gives back what was looked at, and waits for more.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ReadAsync()
    {
        while (true)
        {
            if (_holdsBatch)
            {
                _holdsBatch = false;
                _input.AdvanceTo(_batch.Start, _batch.End);
            }

            ThrowWhatIsDue();
            ReadResult read;
            try
            {
                read = await _input.ReadAsync().ConfigureAwait(false);
            }
            catch (TransportException lost)
            {
                ThrowWhatIsDue();
                if (_state == State.Head && !_hasReceived)
                {
                    _batch = default;
                    _isInputEnded = true;
                    return;
                }

                throw Fail(
                    _state == State.Head ? RequestFault.ConnectionLost : RequestFault.Truncated,
                    $"The connection to {Origin} was lost before the end of the response: {lost.Message}",
                    lost);
            }

            var arrived = read.Buffer.Length > _batch.Length;
            _batch = read.Buffer;
            _holdsBatch = true;
            _isInputEnded = read.IsCompleted;
            if (arrived || _isInputEnded)
            {
                return;
            }
        }
    }
}
