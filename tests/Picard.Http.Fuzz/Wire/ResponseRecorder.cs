using System.Buffers;

namespace Picard.Http.Fuzz;

/// <summary>Reads the responses to requests that were sent, and writes them down.</summary>
public sealed class ResponseRecorder(HttpLimits limits, IReadOnlyList<Method> requestMethods) : MessageRecorder(limits)
{
    private readonly ParsedResponse _response = new();
    private int _answered;

    /// <inheritdoc/>
    protected override bool IsAwaiting => _answered < requestMethods.Count;

    /// <inheritdoc/>
    public override void Begin()
    {
        _response.Reset();
        _answered = 0;
        base.Begin();
    }

    /// <inheritdoc/>
    protected override ParseStatus ParseHead(HeadParser parser, in ReadOnlySequence<byte> input, out SequencePosition consumed) =>
        parser.ParseResponse(input, requestMethods[_answered], _response, out consumed);

    /// <inheritdoc/>
    protected override MessageFraming BeginMessage(ContentDecoder decoder)
    {
        HeadEvents.Response(Log, _response);
        decoder.Start(_response);
        return _response.Framing;
    }

    /// <inheritdoc/>
    protected override bool EndMessage()
    {
        HeadEvents.Fields(Log, "trailer"u8, _response.Trailers);
        Log.Line("end"u8);

        // RFC 9112 §9.2: an interim response answers nothing; RFC 9112 §9.6: after close nothing more is read.
        _answered += _response.Status.IsInformational ? 0 : 1;
        var goesOn = _response.IsPersistent && _answered < requestMethods.Count;
        _response.Reset();
        return goesOn;
    }
}
