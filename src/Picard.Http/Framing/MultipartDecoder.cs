using System.Diagnostics;
using System.Text;

namespace Picard.Http;

/// <summary>
/// Multipart content (RFC 2046 §5.1.1), as <c>multipart/form-data</c> uses it (RFC 7578):
/// <code>
///   Preamble ──► DelimiterEnd ──► Padding ──► DelimiterLineFeed ──► Head ──► Content ──► DelimiterEnd …
///                     └ "-" ──► CloseDash ── "-" ──► CloseEnd ──► CloseLineFeed ──► Epilogue
/// </code>
/// A delimiter is CRLF, "--" and the boundary. It may lie across inputs: octets that may turn out to be one are held back as a number, and are delivered
/// from the delimiter itself if they were not, so nothing is copied. The CRLF of the first delimiter, and of one that follows a head directly, is the
/// line end before it.
/// Invariant: <c>_matched</c> octets of a delimiter end the input so far, of which the first <c>_borrowed</c> are not content in any case.
/// Not its business: what the fields of a part mean, and how much content there is.
/// </summary>
/// <remarks>Strict where readings differ: a line that begins with the delimiter and goes on is refused, neither content (as some parsers have it) nor a delimiter (as others do).</remarks>
public sealed class MultipartDecoder
{
    // RFC 2046 §5.1.1.
    private const int MaxBoundaryBytes = 70;

    // Limit: padding is for gateways that fill lines up to 80 columns, and there are none on HTTP.
    private const int MaxPaddingBytes = 80;

    private readonly byte[] _delimiter;
    private readonly MultipartLimits _limits;
    private readonly FieldStorage _head = new();
    private FieldSectionParser _fields;
    private State _state;
    private int _matched = 2;
    private int _borrowed = 2;
    private int _skippedBytes;
    private long _offset;

    /// <summary>Creates a decoder.</summary>
    /// <param name="boundary">The boundary, as the parameter of Content-Type says it.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="ArgumentException">The octets are no boundary, or a limit is out of range.</exception>
    public MultipartDecoder(ReadOnlySpan<byte> boundary, MultipartLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!IsBoundary(boundary))
        {
            throw new ArgumentException("A boundary has 1 to 70 characters of RFC 2046 §5.1.1 and does not end in a space.", nameof(boundary));
        }

        limits.Validate();
        _limits = limits;
        _delimiter = [.. "\r\n--"u8, .. boundary];
    }

    private enum State : byte
    {
        Preamble,
        DelimiterEnd,
        Padding,
        DelimiterLineFeed,
        Head,
        Content,
        CloseDash,
        CloseEnd,
        CloseLineFeed,
        Epilogue,
        Violated,
    }

    /// <summary>The field lines of the part whose head was last found. Valid until the next head begins.</summary>
    public FieldSection Fields => _head.Section;

    /// <summary>How many parts have begun.</summary>
    public int PartCount { get; private set; }

    /// <summary>The broken rule, after <see cref="MultipartStatus.Violation"/>.</summary>
    public ProtocolViolation Violation { get; private set; }

    /// <summary>Whether octets can be a boundary (RFC 2046 §5.1.1): 1 to 70 bchars, of which the last is no space.</summary>
    public static bool IsBoundary(ReadOnlySpan<byte> octets) =>
        octets.Length is > 0 and <= MaxBoundaryBytes && octets[^1] != ' ' && Grammar.IsBoundaryText(octets);

    /// <summary>Decodes up to the next thing to say.</summary>
    /// <param name="input">Octets that follow those consumed before.</param>
    /// <param name="content">After <see cref="MultipartStatus.Content"/> the run: a slice of the input, or of the delimiter.</param>
    /// <param name="consumed">How many octets of the input were consumed; after <see cref="MultipartStatus.NeedMore"/> all.</param>
    /// <returns>What was found.</returns>
    public MultipartStatus Decode(ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> content, out int consumed)
    {
        content = default;
        consumed = 0;
        var start = _offset;
        var status = _state == State.Violated ? MultipartStatus.Violation : MultipartStatus.NeedMore;
        while (status == MultipartStatus.NeedMore && consumed < input.Length)
        {
            Debug.Assert(_borrowed <= _matched && _matched < _delimiter.Length);
            var before = consumed;
            switch (_state)
            {
                case State.Preamble or State.Content:
                    var run = FindDelimiter(input[consumed..], ref consumed, out status);
                    if (_state == State.Content)
                    {
                        content = run;
                    }
                    else if (!run.IsEmpty && _state == State.Preamble)
                    {
                        status = Skip(start + consumed - _matched - run.Length, run.Length, _limits.MaxPreambleBytes, ViolationReason.MultipartPreambleLength);
                    }

                    break;
                case State.Head:
                    status = ParseHead(input.Span[consumed..], ref consumed);
                    break;
                case State.Epilogue:
                    consumed = input.Length;
                    status = Skip(_offset, consumed - before, _limits.MaxEpilogueBytes, ViolationReason.MultipartEpilogueLength);
                    break;
                default:
                    status = ParseOctet(input.Span[consumed++]);
                    break;
            }

            _offset = start + consumed;
        }

        return status;
    }

    /// <summary>No more octets follow.</summary>
    /// <returns>Complete, or a violation if the last delimiter is missing.</returns>
    public MultipartStatus End() => _state switch
    {
        State.CloseEnd or State.Epilogue => MultipartStatus.Complete,
        State.Violated => MultipartStatus.Violation,
        _ => Refuse(ViolationReason.TruncatedMultipart),
    };

    /// <summary>Gives the memory of the head back. The decoder is not used any more.</summary>
    public void Release() => _head.Release();

    /// <returns>Octets that are no delimiter.</returns>
    private ReadOnlyMemory<byte> FindDelimiter(ReadOnlyMemory<byte> input, ref int consumed, out MultipartStatus status)
    {
        var octets = input.Span;
        if (_matched > 0)
        {
            return ResumeDelimiter(octets, ref consumed, out status);
        }

        var at = octets.IndexOf(_delimiter);
        if (at == 0)
        {
            consumed += _delimiter.Length;
            status = EndPart();
            return default;
        }

        if (at < 0)
        {
            // Only the last CR can begin a delimiter that goes on in the next input: no delimiter has a second one.
            var last = octets[^Math.Min(octets.Length, _delimiter.Length - 1)..];
            var held = last.LastIndexOf((byte)'\r') is >= 0 and var cr && _delimiter.AsSpan().StartsWith(last[cr..]) ? last.Length - cr : 0;
            _matched = held;
            at = octets.Length - held;
            consumed += held;
        }

        consumed += at;
        return Run(input[..at], out status);
    }

    /// <summary>The last input ended in what may be a delimiter, or a line end before one.</summary>
    private ReadOnlyMemory<byte> ResumeDelimiter(ReadOnlySpan<byte> octets, ref int consumed, out MultipartStatus status)
    {
        var same = octets.CommonPrefixLength(_delimiter.AsSpan(_matched));
        consumed += same;
        if (_matched + same == _delimiter.Length)
        {
            status = EndPart();
            return default;
        }

        if (same == octets.Length)
        {
            _matched += same;
            status = MultipartStatus.NeedMore;
            return default;
        }

        var held = _delimiter.AsMemory(_borrowed, _matched + same - _borrowed);
        _matched = 0;
        _borrowed = 0;
        return Run(held, out status);
    }

    private ReadOnlyMemory<byte> Run(ReadOnlyMemory<byte> octets, out MultipartStatus status)
    {
        status = octets.IsEmpty || _state == State.Preamble ? MultipartStatus.NeedMore : MultipartStatus.Content;
        return octets;
    }

    private MultipartStatus EndPart()
    {
        var status = _state == State.Preamble ? MultipartStatus.NeedMore : MultipartStatus.PartEnd;
        _matched = 0;
        _borrowed = 0;
        _skippedBytes = 0;
        _state = State.DelimiterEnd;
        return status;
    }

    private MultipartStatus ParseOctet(byte octet)
    {
        switch (_state)
        {
            case State.DelimiterEnd when octet == '-':
                _state = State.CloseDash;
                return MultipartStatus.NeedMore;

            // RFC 2046 §5.1.1: transport-padding = *LWSP-char.
            case State.DelimiterEnd or State.Padding:
                _state = octet == '\r' ? State.DelimiterLineFeed : State.Padding;
                return octet == '\r' ? MultipartStatus.NeedMore : Pad(octet);

            case State.DelimiterLineFeed:
                return octet == '\n' ? BeginHead() : Refuse(ViolationReason.MultipartDelimiter);

            case State.CloseDash:
                _state = State.CloseEnd;
                return octet == '-' ? MultipartStatus.NeedMore : Refuse(ViolationReason.MultipartDelimiter);

            case State.CloseEnd:
                _state = octet == '\r' ? State.CloseLineFeed : State.CloseEnd;
                return octet == '\r' ? MultipartStatus.NeedMore : Pad(octet);

            case State.CloseLineFeed:
                _state = State.Epilogue;
                _skippedBytes = 0;
                return octet == '\n' ? MultipartStatus.NeedMore : Refuse(ViolationReason.MultipartDelimiter);

            default:
                throw new UnreachableException();
        }
    }

    private MultipartStatus Pad(byte octet) =>
        Grammar.IsWhitespace(octet) ? Skip(_offset, 1, MaxPaddingBytes, ViolationReason.MultipartDelimiter) : Refuse(ViolationReason.MultipartDelimiter);

    /// <param name="offset">The first octet that is skipped.</param>
    /// <param name="bytes">How many are.</param>
    /// <param name="maxBytes">The limit, with those before.</param>
    /// <param name="reason">What is broken beyond it.</param>
    private MultipartStatus Skip(long offset, int bytes, int maxBytes, ViolationReason reason)
    {
        var left = maxBytes - _skippedBytes;
        if (bytes > left)
        {
            return Refuse(reason, offset + left, null);
        }

        _skippedBytes += bytes;
        return MultipartStatus.NeedMore;
    }

    private MultipartStatus BeginHead()
    {
        if (PartCount >= _limits.MaxParts)
        {
            return Refuse(ViolationReason.MultipartPartCount);
        }

        PartCount++;
        _head.Reset();
        _fields.Start(0, _limits.MaxPartHeadBytes, _limits.MaxPartFieldLines);
        _state = State.Head;
        return MultipartStatus.NeedMore;
    }

    // The head is made contiguous; what is beyond its end is left in the input, and is copied only where the end of the head lies across inputs.
    private MultipartStatus ParseHead(ReadOnlySpan<byte> octets, ref int consumed)
    {
        var before = _head.OctetCount;
        var end = octets.IndexOf("\r\n\r\n"u8);
        octets = end < 0 ? octets : octets[..(end + 4)];

        // One octet beyond the limit and its CRLF is what a head needs to be too long.
        _head.Append(octets[..Math.Min(octets.Length, _limits.MaxPartHeadBytes + 3 - before)]);
        switch (_fields.Parse(_head.Octets, _head))
        {
            case ParseStatus.NeedMore:
                consumed += _head.OctetCount - before;
                return MultipartStatus.NeedMore;
            case ParseStatus.Violation:
                var name = _fields.BlamedName;
                return Refuse(
                    _fields.Reason is ViolationReason.FieldSectionLength or ViolationReason.FieldLineCount ? ViolationReason.MultipartHeadLength : _fields.Reason,
                    _offset - before + _fields.Offset,
                    name.Bytes == 0 ? null : Encoding.ASCII.GetString(name.In(_head.Octets)));
            default:
                consumed += _fields.End - before;
                _head.TruncateTo(_fields.End);

                // The CRLF that ends the head may be that of a delimiter: then the part has no content.
                _matched = 2;
                _borrowed = 2;
                _state = State.Content;
                return MultipartStatus.PartHead;
        }
    }

    private MultipartStatus Refuse(ViolationReason reason) => Refuse(reason, _offset, null);

    private MultipartStatus Refuse(ViolationReason reason, long offset, string? fieldName)
    {
        Violation = new ProtocolViolation(reason, offset, fieldName);
        _state = State.Violated;
        return MultipartStatus.Violation;
    }
}
