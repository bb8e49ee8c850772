using System.Buffers;

namespace Picard.Http.Fuzz;

/// <summary>Reads requests and writes each again with our own writer, framed as it was.</summary>
/// <remarks>The writer speaks HTTP/1.1 only, so it stops before the first request that does not.</remarks>
internal sealed class RequestRewriter(HttpLimits limits) : RequestRecorder(limits)
{
    private readonly ArrayBufferWriter<byte> _written = new(4096);
    private int _completeOctets;
    private bool _stopped;

    /// <summary>The complete messages, written again.</summary>
    public ReadOnlySpan<byte> Written => _written.WrittenSpan[.._completeOctets];

    /// <summary>How much of the log is about them.</summary>
    public int WrittenLength { get; private set; }

    public override void Begin()
    {
        _written.ResetWrittenCount();
        (_completeOctets, _stopped, WrittenLength) = (0, false, 0);
        base.Begin();
    }

    protected override MessageFraming BeginMessage(ContentDecoder decoder)
    {
        _stopped |= Request.Version != ProtocolVersion.Http11;
        if (!_stopped)
        {
            var head = Request.Head;
            var writer = new HeadWriter(_written);
            writer.WriteRequestLine(head.Method, head.Target.Raw);
            WriteFields(ref writer, head.Fields);
            writer.Complete();
        }

        return base.BeginMessage(decoder);
    }

    protected override void OnContent(in ReadOnlySequence<byte> content)
    {
        if (!_stopped)
        {
            foreach (var piece in content)
            {
                if (Request.Framing.Kind == FramingKind.Chunked)
                {
                    ChunkedEncoder.WriteChunk(_written, piece.Span);
                }
                else
                {
                    _written.Write(piece.Span);
                }
            }
        }

        base.OnContent(content);
    }

    protected override bool EndMessage()
    {
        if (!_stopped && Request.Framing.Kind == FramingKind.Chunked)
        {
            var writer = new HeadWriter(_written);
            writer.WriteOctets(ChunkedEncoder.LastChunkBeforeTrailers);
            WriteFields(ref writer, Request.Trailers);
            writer.Complete();
        }

        var goesOn = base.EndMessage();
        if (!_stopped)
        {
            (_completeOctets, WrittenLength) = (_written.WrittenCount, Log.Length);
        }

        return goesOn;
    }

    private static void WriteFields(ref HeadWriter writer, FieldSection fields)
    {
        for (var index = 0; index < fields.Count; index++)
        {
            writer.WriteField(fields[index].Name, fields[index].Value);
        }
    }
}
