using System.Buffers;
using System.Diagnostics;

namespace Picard.Http;

/// <summary>
/// A message body's octets to content (RFC 9112 §6 and §7), whatever the framing: a facade over one decoder for each.
/// </summary>
/// <param name="limits">How long chunk extensions and trailers may be.</param>
/// <remarks>Not thread-safe; one per connection and direction. Content is never copied: it is slices of the input.</remarks>
public sealed class ContentDecoder(HttpLimits limits)
{
    private MessageFraming _framing;
    private LengthDecoder _length;
    private ChunkedDecoder _chunked;
    private CloseDelimitedDecoder _closeDelimited;
    private ProtocolViolation _truncation;

    /// <summary>Whether the last octet of the content, and any trailers, have been decoded. True for a message without content.</summary>
    public bool IsComplete => _framing.Kind switch
    {
        FramingKind.None or FramingKind.Tunnel => true,
        FramingKind.Length => _length.RemainingBytes == 0,
        FramingKind.Chunked => _chunked.IsComplete,
        FramingKind.CloseDelimited => _closeDelimited.IsComplete,
        _ => throw new UnreachableException(),
    };

    /// <summary>What was wrong, after <see cref="ParseStatus.Violation"/>.</summary>
    public ProtocolViolation Violation => _truncation.Reason != ViolationReason.None ? _truncation : _chunked.Violation;

    /// <summary>The octets of content that are still to come, or null if that is not known before the end.</summary>
    public long? RemainingBytes => _framing.Kind switch
    {
        FramingKind.None or FramingKind.Tunnel => 0,
        FramingKind.Length => _length.RemainingBytes,
        _ => IsComplete ? 0 : null,
    };

    /// <summary>The octets of content that the peer has said will follow: by a length all of them, by a chunk's size those of that chunk. 0 where it has said nothing.</summary>
    public long AnnouncedBytes => _framing.Kind switch
    {
        FramingKind.Length => _length.RemainingBytes,
        FramingKind.Chunked => _chunked.AnnouncedBytes,
        _ => 0,
    };

    /// <summary>Starts with the content of a request; its trailers go into <paramref name="request"/>.</summary>
    public void Start(ParsedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Start(request.Framing, request.TrailerStorage);
    }

    /// <summary>Starts with the content of a response; its trailers go into <paramref name="response"/>.</summary>
    public void Start(ParsedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        Start(response.Framing, response.TrailerStorage);
    }

    /// <summary>Decodes the next piece.</summary>
    /// <param name="input">Begins with the first octet that was not consumed.</param>
    /// <param name="content">A run of content, at most one chunk's, as a slice of <paramref name="input"/>; it may be empty.</param>
    /// <param name="consumed">Where the next call's input begins. All of the input may be consumed without any content.</param>
    /// <returns>
    /// NeedMore: more is to come; call again with the rest of the input at once if <paramref name="content"/> is not empty.
    /// Complete: <paramref name="content"/> is the last piece, trailers are parsed.
    /// Violation: <paramref name="content"/> is what came before it.
    /// </returns>
    public ParseStatus Decode(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> content, out SequencePosition consumed)
    {
        content = default;
        consumed = input.Start;
        ParseStatus status;
        switch (_framing.Kind)
        {
            case FramingKind.None or FramingKind.Tunnel:
                return ParseStatus.Complete;

            case FramingKind.Length:
                status = _length.Decode(input, out content);
                break;

            case FramingKind.Chunked:
                return _chunked.Decode(input, out content, out consumed);

            case FramingKind.CloseDelimited:
                status = _closeDelimited.Decode(input, out content);
                break;

            default:
                throw new UnreachableException();
        }

        consumed = content.IsEmpty ? input.Start : content.End;
        return status;
    }

    /// <summary>The peer will send nothing more: is the content whole?</summary>
    /// <param name="violation">What is wrong if it is not: <see cref="ViolationReason.TruncatedContent"/>, or the violation found before.</param>
    /// <returns>True if the content is complete; the end of the connection completes close-delimited content.</returns>
    public bool EndOfInput(out ProtocolViolation violation)
    {
        if (_framing.Kind == FramingKind.CloseDelimited)
        {
            _closeDelimited.End();
        }

        // RFC 9112 §8: a message that ends before its length or its last chunk is incomplete.
        if (!IsComplete && Violation.Reason == ViolationReason.None)
        {
            _truncation = new ProtocolViolation(ViolationReason.TruncatedContent, _framing.Length - _length.RemainingBytes);
        }

        violation = Violation;
        return IsComplete;
    }

    private void Start(MessageFraming framing, FieldStorage trailers)
    {
        _framing = framing;
        _truncation = default;
        _closeDelimited = default;
        _length.Start(framing.Length);
        _chunked.Start(limits, trailers);
    }
}
