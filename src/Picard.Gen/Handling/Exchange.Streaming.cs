using System.Net;
using System.Runtime.CompilerServices;
using Picard.Http;

namespace Picard.Gen;

// How an exchange is answered piece by piece; whole responses are in Exchange.Responding.cs.
public sealed partial class Exchange
{
    private readonly IExchangeOwner? _owner;

    /// <summary>What becomes of items that a slow client has no room for; null: they are not produced until it has.</summary>
    public SlowConsumerPolicy? SlowConsumer
    {
        get => _state.SlowConsumer;
        set => _state.SlowConsumer = value;
    }

    /// <summary>Whether the client is gone, or the exchange was ended otherwise: what is sent goes nowhere.</summary>
    internal bool IsAborted => Volatile.Read(ref _abortedGeneration) == Generation;

    /// <summary>The address of the peer.</summary>
    internal EndPoint? RemoteEndPoint => _owner?.RemoteEndPoint;

    /// <summary>The address that the peer has connected to.</summary>
    internal EndPoint? LocalEndPoint => _owner?.LocalEndPoint;

    /// <summary>Why, if it is.</summary>
    internal AbortReason AbortedBy => _owner?.Connection.AbortedBy ?? AbortReason.ClientGone;

    /// <summary>The machine at work on this exchange; null for a route handler.</summary>
    internal ExchangeMachine? Machine => _state.Machine;

    /// <summary>Whether the response is written to its last octet.</summary>
    internal bool IsResponseComplete => _state is { HasResponded: true, IsStreaming: false };

    /// <summary>The peer has taken <see cref="UnsentContent"/>, whose memory is its owner's again, or <see cref="UnsentFile"/>.</summary>
    internal void ContentSent()
    {
        _state.UnsentContent = default;
        _state.File?.Unsent = null;
    }

    /// <summary>Nothing more is answered on this connection.</summary>
    internal void StopPersisting() => _state.Persists = false;

    /// <summary>RFC 9110 §10.1.1: whether the client waits for 100 before it sends content.</summary>
    internal bool ExpectsContinue => Received is { Expectation: Expectation.Continue, Version: ProtocolVersion.Http11 } && !_state.HasContinued && !_state.HasResponded;

    /// <summary>Hands the exchange to a machine.</summary>
    /// <returns><see cref="ExchangeStep.RunMachine"/>.</returns>
    internal ExchangeStep Run(ExchangeMachine machine)
    {
        _state.Machine = machine;
        machine.Begin(this, Connection);
        return ExchangeStep.RunMachine;
    }

    internal void RespondWhole(StatusCode status, ReadOnlyMemory<byte> content, ResponseFields fields)
    {
        if (!TakesContent(status) && !content.IsEmpty)
        {
            throw ContentForbidden(status);
        }

        _ = Send(Shape(status, content.IsEmpty ? null : _state.ContentType ?? "application/octet-stream", fields), content);
    }

    internal void RespondWhole(StatusCode status, string text, ResponseFields fields)
    {
        if (!TakesContent(status) && text.Length > 0)
        {
            throw ContentForbidden(status);
        }

        _ = SendText(Shape(status, _state.ContentType ?? TextContentType, fields), text);
    }

    /// <summary>Writes the head of a response whose content follows.</summary>
    /// <param name="status">The status.</param>
    /// <param name="contentLength">The length of the content in octets; null: it is not known.</param>
    /// <param name="contentType">What the content is, if the fields do not say; null: nothing is said.</param>
    /// <param name="fields">The fields of the response.</param>
    /// <param name="content">What writes the content.</param>
    internal void BeginContent(StatusCode status, long? contentLength, string? contentType, ResponseFields? fields, ResponseContent content)
    {
        if (!TakesContent(status))
        {
            if (contentLength > 0)
            {
                throw ContentForbidden(status);
            }

            contentLength = 0;
        }

        var isHttp10 = Received.Version == ProtocolVersion.Http10;
        if (isHttp10 && contentLength is null && !_state.HasResponded)
        {
            // RFC 9112 §6.3 (8): without chunks and length, the end of the connection ends the content.
            _state.Persists = false;
        }

        var shape = Shape(status, contentType, fields);
        if (_state.Chain is not null)
        {
            shape = Announce(shape, contentLength);
        }

        // Nobody knows how long changed content will be.
        var transform = _middleware?.Transform;
        var sentLength = transform is null ? contentLength : null;
        if (isHttp10 && sentLength is null && shape.SendsContent && !_state.HasResponded)
        {
            _state.Persists = false;
            shape = shape with { Connection = ConnectionOption.Close };
        }

        if (!BeginResponse(status))
        {
            return;
        }

        var framing = !shape.SendsContent || !TakesContent(status) ? ResponseContent.Framing.None
            : sentLength is not null ? ResponseContent.Framing.Length
            : isHttp10 ? ResponseContent.Framing.Close
            : ResponseContent.Framing.Chunked;
        _output.BeginContent(shape, sentLength, isHttp10 ? UnknownLength.Close : UnknownLength.Chunked);
        content.Begin(_output.Pipe, framing, contentLength);
        if (framing != ResponseContent.Framing.None && IsFiltered)
        {
            content.BeginFilter(this, transform);
        }

        _state.AllowsContent = TakesContent(status);

        // A client that wants no content has its whole response: a handler that would write for ever is not made to.
        _state.IsStreaming = Received.Method != Method.Head;
    }

    /// <summary>Whether content may be written now.</summary>
    /// <returns>False: the client wants none.</returns>
    /// <exception cref="InvalidOperationException">No head was sent, or the content is complete.</exception>
    internal bool WritesContent()
    {
        if (!_state.HasResponded)
        {
            throw new InvalidOperationException("Content comes after the head of a response: call Begin first (RFC 9112 §2.1).");
        }

        if (!_state.IsStreaming)
        {
            return Received.Method == Method.Head ? false : throw new InvalidOperationException("The response is complete: nothing can be written to it any more.");
        }

        return _state.AllowsContent ? true : throw new InvalidOperationException("A response with this status has no content (RFC 9110 §6.4.1).");
    }

    /// <summary>Ends the response.</summary>
    /// <returns>False: it had ended with its head.</returns>
    internal bool CompleteContent(ResponseFields? trailers)
    {
        if (!_state.HasResponded)
        {
            throw new InvalidOperationException("There is no response to complete: call Begin or Respond first.");
        }

        if (!_state.IsStreaming)
        {
            // For HEAD the head was all.
            return Received.Method == Method.Head ? false : throw new InvalidOperationException("The response is complete already: it is completed once.");
        }

        for (var i = 0; i < trailers?.Count; i++)
        {
            if (TrailerFields.IsForbidden(trailers[i].Name))
            {
                throw new ArgumentException($"The field {trailers[i].Name} cannot be a trailer: a recipient needs it before the content (RFC 9110 §6.5.1).", nameof(trailers));
            }
        }

        var content = _state.Machine?.Content ?? WriterContent;
        content.Complete(trailers);
        _state.ContentBytes = content.SentBytes;
        _state.IsStreaming = false;
        SeeResponseEnd(trailers);
        return true;
    }

    /// <summary>Answers for a method that returned nothing: 204, unless it has written a response itself.</summary>
    /// <returns>What the exchange waits for.</returns>
    public ExchangeStep RespondNothing()
    {
        if (!_state.HasWriter)
        {
            return Respond(StatusCode.NoContent);
        }

        if (!_state.HasResponded && !IsAborted)
        {
            return Send(Shape(StatusCode.Ok, _state.ContentType, WriterFields), default);
        }

        if (_state.IsStreaming)
        {
            _ = CompleteContent(trailers: null);
        }

        return ExchangeStep.Complete;
    }

    /// <summary>The fields of a response that a method writes itself.</summary>
    internal ResponseFields WriterFields => Connection.Fields;

    /// <summary>Where a method writes its response itself.</summary>
    internal ResponseContent WriterContent => Connection.Content;

    internal IExchangeConnection Connection =>
        _owner?.Connection ?? throw new InvalidOperationException("This exchange has no connection, which streaming needs.");

    internal string? DefaultContentType => _state.ContentType;

    internal bool IsStreaming => _state.IsStreaming;

    /// <summary>Octets of content, so far where it is still written.</summary>
    internal long ContentBytesSoFar => !_state.IsStreaming ? _state.ContentBytes : (_state.Machine?.Content ?? WriterContent).SentBytes;

    /// <summary>A parameter writes the response.</summary>
    internal void StreamResponse()
    {
        Stream();
        _state.HasWriter = true;
        WriterFields.Clear();
    }

    /// <summary>A parameter reads the request content as it arrives.</summary>
    internal void StreamContent()
    {
        Stream();
        _state.ReadsContent = true;
    }

    /// <summary>Whether the method may still wait for content: reads and writes of one exchange take turns.</summary>
    internal bool TakesTurns => _state.ReadsContent && _owner is { IsContentComplete: false };

    /// <summary>From now on input and output are the task's.</summary>
    private void Stream()
    {
        _ = Connection;
        _owner!.BeginStream();
        _state.HasStream = true;
    }

    /// <summary>Whether the task of the handler uses the connection by itself.</summary>
    internal bool HasStream => _state.HasStream;

    /// <summary>The next run of octets of the content; empty at its end.</summary>
    internal ValueTask<ReadOnlyMemory<byte>> ReadContentAsync()
    {
        if (HasCollected)
        {
            _ = TryTakeCollected(out var piece);
            return new(piece);
        }

        var reading = (_owner ?? throw new InvalidOperationException("This exchange has no connection, which streaming needs.")).ReadContentAsync();
        return Interests(MiddlewareInterests.Request) ? SeenAsync(reading) : reading;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> SeenAsync(ValueTask<ReadOnlyMemory<byte>> reading)
    {
        var piece = await reading.ConfigureAwait(false);
        if (!piece.IsEmpty)
        {
            SeeRequest(MiddlewareEvent.RequestContent, piece.Span);
        }
        else if (!_state.HasSeenRequestEnd)
        {
            _state.HasSeenRequestEnd = true;
            SeeRequestEnd();
        }

        return piece;
    }

    /// <summary>Writes 100.</summary>
    internal void Continue()
    {
        if (!ExpectsContinue)
        {
            throw new InvalidOperationException("The client does not wait for 100 (RFC 9110 §15.2.1): it is sent once, before the response, to a client that expects it.");
        }

        _state.HasContinued = true;
        _output.WriteContinue();
    }

    /// <summary>Writes 103.</summary>
    internal void EarlyHints(ResponseFields fields)
    {
        if (_state.HasResponded)
        {
            throw new InvalidOperationException("Early hints come before the response (RFC 8297 §2), which has begun.");
        }

        if (Received.Version == ProtocolVersion.Http11)
        {
            _output.WriteInformational(StatusCode.EarlyHints, fields);
        }
    }

    private static InvalidOperationException ContentForbidden(StatusCode status) =>
        new($"A response with status {status.Code} has no content (RFC 9110 §6.4.1).");
}
