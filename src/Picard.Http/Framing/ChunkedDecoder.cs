using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace Picard.Http;

/// <summary>
/// The chunked transfer coding (RFC 9112 §7.1):
/// <code>
///   Size ──► SizeDigits ──► (extension states) ──► LineFeed ──► ChunkData ──► ChunkDataEnd ──► ChunkDataLineFeed ──► Size
///                                                     └ size 0 ──► Trailers ── CR LF ──► Complete
/// </code>
/// Octets before the data of a chunk are consumed one by one, so any of them may be the last that has arrived. Content is delivered as
/// slices of the input. Invariant: <c>_remaining</c> is not 0 exactly while chunk data is expected.
/// Not its business: what trailers mean, but that none frames or routes the message.
/// </summary>
internal struct ChunkedDecoder
{
    // Limit: 16 digits hold any 64-bit size. More are leading zeros at best, and two ways to count them at worst.
    private const int MaxSizeDigits = 16;

    private State _state;
    private ChunkExtensionParser _extension;
    private FieldSectionParser _fields;
    private FieldStorage _trailers;
    private HttpLimits _limits;
    private long _remaining;
    private long _offset;
    private int _digits;

    private enum State : byte
    {
        Size,
        SizeDigits,
        Extension,
        LineFeed,
        ChunkData,
        ChunkDataEnd,
        ChunkDataLineFeed,
        TrailerStart,
        Trailers,
        Complete,
        Violated,
    }

    public ProtocolViolation Violation { get; private set; }

    /// <summary>What is still to come of the data of a chunk whose size has been read.</summary>
    public readonly long AnnouncedBytes => _state == State.ChunkData ? _remaining : 0;

    public readonly bool IsComplete => _state == State.Complete;

    public void Start(HttpLimits limits, FieldStorage trailers)
    {
        this = default;
        _limits = limits;
        _trailers = trailers;
    }

    /// <summary>Decodes up to the end of one chunk's data and through what follows it, as far as the next chunk's data or the end.</summary>
    public ParseStatus Decode(in ReadOnlySequence<byte> input, out ReadOnlySequence<byte> content, out SequencePosition consumed)
    {
        var reader = new SequenceReader<byte>(input);
        var start = _offset;
        content = default;
        var status = ParseStatus.NeedMore;
        while (status == ParseStatus.NeedMore && !reader.End)
        {
            Debug.Assert(_state != State.ChunkData || _remaining > 0);
            if (_state == State.ChunkData)
            {
                if (!content.IsEmpty)
                {
                    break; // the next chunk's data is the next call's
                }

                var bytes = Math.Min(_remaining, reader.Remaining);
                content = reader.UnreadSequence.Slice(0, bytes);
                reader.Advance(bytes);
                _remaining -= bytes;
                _state = _remaining == 0 ? State.ChunkDataEnd : State.ChunkData;
            }
            else
            {
                status = _state == State.Trailers ? ParseTrailers(ref reader) : ParseOctet(ref reader);
            }

            _offset = start + reader.Consumed;
        }

        consumed = reader.Position;
        return status != ParseStatus.NeedMore ? status : StatusOfState();
    }

    private readonly ParseStatus StatusOfState() => _state switch
    {
        State.Complete => ParseStatus.Complete,
        State.Violated => ParseStatus.Violation,
        _ => ParseStatus.NeedMore,
    };

    private ParseStatus ParseOctet(ref SequenceReader<byte> reader)
    {
        reader.TryRead(out var octet);
        switch (_state)
        {
            case State.Size: // RFC 9112 §7.1: chunk-size = 1*HEXDIG.
                _digits = 0;
                return ParseSize(octet);

            case State.SizeDigits:
                return ParseSize(octet);

            case State.Extension:
                return ParseExtension(octet);

            case State.LineFeed:
                if (octet != '\n')
                {
                    return Refuse(ViolationReason.LineEnd);
                }

                _state = _remaining == 0 ? State.TrailerStart : State.ChunkData;
                return ParseStatus.NeedMore;

            case State.ChunkDataEnd: // RFC 9112 §7.1: the CRLF that closes chunk-data.
                _state = State.ChunkDataLineFeed;
                return octet == '\r' ? ParseStatus.NeedMore : Refuse(ViolationReason.ChunkEnd);

            case State.ChunkDataLineFeed:
                _state = State.Size;
                return octet == '\n' ? ParseStatus.NeedMore : Refuse(ViolationReason.ChunkEnd);

            case State.TrailerStart:
                reader.Rewind(1);
                _fields.Start(0, _limits.MaxTrailerSectionBytes, _limits.MaxTrailerLines);
                _state = State.Trailers;
                return ParseStatus.NeedMore;

            case State.Complete:
                reader.Rewind(1);
                return ParseStatus.Complete;

            case State.Violated:
                return ParseStatus.Violation;

            default:
                throw new UnreachableException();
        }
    }

    private ParseStatus ParseSize(byte octet)
    {
        var digit = Grammar.HexValue(octet);
        if (digit >= 0)
        {
            if (++_digits > MaxSizeDigits || _remaining > long.MaxValue >> 4)
            {
                return Refuse(ViolationReason.ChunkSizeRange);
            }

            _remaining = (_remaining << 4) | (long)(uint)digit;
            _state = State.SizeDigits;
            return ParseStatus.NeedMore;
        }

        if (_digits == 0)
        {
            return Refuse(ViolationReason.ChunkSize);
        }

        switch (octet)
        {
            case (byte)'\r':
                _state = State.LineFeed;
                return ParseStatus.NeedMore;
            case (byte)';' or (byte)' ' or (byte)'\t':
                _extension.Start();
                _state = State.Extension;
                return ParseExtension(octet);
            default:
                return Refuse(octet == '\n' ? ViolationReason.LineEnd : ViolationReason.ChunkSize);
        }
    }

    private ParseStatus ParseExtension(byte octet)
    {
        if (octet == '\r')
        {
            if (!_extension.IsComplete)
            {
                return Refuse(_extension.HasBegun ? ViolationReason.ChunkExtension : ViolationReason.ChunkSize);
            }

            _state = State.LineFeed;
            return ParseStatus.NeedMore;
        }

        // Limit: RFC 9112 §7.1.1 asks for one on the total of all chunks.
        if (_extension.TotalBytes >= _limits.MaxChunkExtensionBytes)
        {
            return Refuse(ViolationReason.ChunkExtensionLength);
        }

        return _extension.Accept(octet) ? ParseStatus.NeedMore
            : Refuse(octet == '\n' ? ViolationReason.LineEnd : _extension.HasBegun ? ViolationReason.ChunkExtension : ViolationReason.ChunkSize);
    }

    // The section is made contiguous in the message's storage; what is beyond its end is left in the input.
    private ParseStatus ParseTrailers(ref SequenceReader<byte> reader)
    {
        var before = _trailers.OctetCount;
        _trailers.Append(reader.UnreadSpan);
        var status = _fields.Parse(_trailers.Octets, _trailers);
        if (status == ParseStatus.NeedMore)
        {
            reader.Advance(_trailers.OctetCount - before);
            return status;
        }

        if (status == ParseStatus.Violation)
        {
            var name = _fields.BlamedName;
            return Refuse(_fields.Reason, _offset - before + _fields.Offset, name.Bytes == 0 ? null : Encoding.ASCII.GetString(name.In(_trailers.Octets)));
        }

        reader.Advance(_fields.End - before);
        _trailers.TruncateTo(_fields.End);
        foreach (var line in _trailers.Section)
        {
            if (TrailerFields.IsForbidden(line.Known))
            {
                return Refuse(ViolationReason.TrailerField, _offset - before, Encoding.ASCII.GetString(line.Name));
            }
        }

        _state = State.Complete;
        return ParseStatus.Complete;
    }

    private ParseStatus Refuse(ViolationReason reason) => Refuse(reason, _offset, null);

    private ParseStatus Refuse(ViolationReason reason, long offset, string? fieldName)
    {
        Violation = new ProtocolViolation(reason, offset, fieldName);
        _state = State.Violated;
        return ParseStatus.Violation;
    }
}
