using System.Buffers;

namespace Picard.Http.Fuzz;

/// <summary>Reads requests and writes them down.</summary>
public class RequestRecorder(HttpLimits limits) : MessageRecorder(limits)
{
    /// <summary>The request that is read at the moment.</summary>
    protected ParsedRequest Request { get; } = new();

    /// <inheritdoc/>
    public override void Begin()
    {
        Request.Reset();
        base.Begin();
    }

    /// <inheritdoc/>
    protected override ParseStatus ParseHead(HeadParser parser, in ReadOnlySequence<byte> input, out SequencePosition consumed) =>
        parser.ParseRequest(input, Request, out consumed);

    /// <inheritdoc/>
    protected override MessageFraming BeginMessage(ContentDecoder decoder)
    {
        HeadEvents.Request(Log, Request);
        decoder.Start(Request);
        return Request.Framing;
    }

    /// <inheritdoc/>
    protected override bool EndMessage()
    {
        HeadEvents.Fields(Log, "trailer"u8, Request.Trailers);
        Log.Line("end"u8);

        // RFC 9112 §9.6: no request after one with close; after CONNECT the octets may be a tunnel's.
        var goesOn = Request.IsPersistent && Request.Method != Method.Connect;
        Request.Reset();
        return goesOn;
    }
}
