using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace Picard.Http;

/// <summary>
/// Octets to heads (RFC 9112 §2.1), one message after the other:
/// <code>
///   EmptyLine ──► StartLine ── CR LF ──► Fields ── CR LF CR LF ──► complete
///                     └──────── violation ──┴── what the fields say is contradictory ──► violation
/// </code>
/// Input that is one segment is parsed in place and copied once, when the head is complete; input in several segments is made contiguous
/// in the message's own storage as it arrives. Each octet is looked at once however it arrives, and the limits hold while the head is
/// incomplete. The first octet that breaks a rule decides, so that the outcome is the same whole and split anywhere.
/// Not its business: the content, and whether a request makes sense.
/// </summary>
/// <param name="limits">How long a head may be.</param>
/// <remarks>Not thread-safe; one per connection and direction.</remarks>
public sealed class HeadParser(HttpLimits limits)
{
    private HeadProgress _progress;

    /// <summary>What was wrong, after <see cref="ParseStatus.Violation"/>.</summary>
    public ProtocolViolation Violation => _progress.Violation;

    /// <summary>Whether octets of a head that is not complete yet have been seen (an empty line before a request does not count).</summary>
    public bool HasPartialHead => _progress.SeenBytes > _progress.HeadStart;

    /// <summary>Parses a request head.</summary>
    /// <param name="input">Begins with the first octet that was not consumed; after NeedMore with the same octets and more.</param>
    /// <param name="request">Receives the head; the same object until the head is complete.</param>
    /// <param name="consumed">The end of the head once complete; the start of <paramref name="input"/> before, but for a skipped empty line.</param>
    /// <returns>Complete: <paramref name="request"/> is filled in. Violation: see <see cref="Violation"/>.</returns>
    public ParseStatus ParseRequest(in ReadOnlySequence<byte> input, ParsedRequest request, out SequencePosition consumed)
    {
        ArgumentNullException.ThrowIfNull(request);
        var octets = input.IsSingleSegment ? input.FirstSpan : default;
        if (octets.IsEmpty && input.IsEmpty)
        {
            consumed = input.Start;
            return ParseStatus.NeedMore;
        }

        if (_progress.Phase == HeadPhase.Start)
        {
            request.Reset();
            request.HeadStorage.Prepare();
            _progress.Phase = HeadPhase.EmptyLine;
        }

        var storage = request.HeadStorage;
        var status = octets.IsEmpty || storage.OctetCount > 0 ? CollectRequest(input, request) : AdvanceRequest(octets, request);
        if (status == ParseStatus.NeedMore)
        {
            return SkipEmptyLine(input, storage, out consumed);
        }

        if (status == ParseStatus.Complete)
        {
            var end = _progress.End;
            storage.Keep(octets, end);
            if (CompleteRequest(octets.IsEmpty ? storage.Octets : octets, request) == ParseStatus.Complete)
            {
                consumed = end == octets.Length ? input.End : input.GetPosition(end);
                return ParseStatus.Complete;
            }
        }

        consumed = input.Start;
        return ParseStatus.Violation;
    }

    // Input in several segments: it is made contiguous as it arrives.
    private ParseStatus CollectRequest(in ReadOnlySequence<byte> input, ParsedRequest request)
    {
        var storage = request.HeadStorage;
        foreach (var segment in input.Slice(Math.Min(storage.OctetCount, input.Length)))
        {
            storage.Append(segment.Span);
            if (storage.OctetCount < Math.Max(1, _progress.SeenBytes))
            {
                continue; // already looked at in place, when the input was one segment
            }

            var status = AdvanceRequest(storage.Octets, request);
            if (status != ParseStatus.NeedMore)
            {
                return status;
            }
        }

        return ParseStatus.NeedMore;
    }

    /// <summary>Parses a response head, interim or final.</summary>
    /// <param name="input">Begins with the first octet that was not consumed; after NeedMore with the same octets and more.</param>
    /// <param name="requestMethod">The method of the request that is answered: it decides how the content ends.</param>
    /// <param name="response">Receives the head; the same object until the head is complete.</param>
    /// <param name="consumed">The end of the head once complete; the start of <paramref name="input"/> before.</param>
    /// <returns>Complete: <paramref name="response"/> is filled in. Violation: see <see cref="Violation"/>.</returns>
    public ParseStatus ParseResponse(in ReadOnlySequence<byte> input, Method requestMethod, ParsedResponse response, out SequencePosition consumed)
    {
        ArgumentNullException.ThrowIfNull(response);
        consumed = input.Start;
        if (_progress.Phase == HeadPhase.Start)
        {
            response.Reset();
            _progress.Phase = HeadPhase.StartLine;
        }

        var storage = response.HeadStorage;
        var status = ParseStatus.NeedMore;
        if (input.IsSingleSegment && storage.OctetCount == 0)
        {
            status = AdvanceResponse(input.FirstSpan, response);
            if (status == ParseStatus.Complete)
            {
                storage.Append(input.FirstSpan[.._progress.End]);
            }
        }
        else
        {
            foreach (var segment in input.Slice(Math.Min(storage.OctetCount, input.Length)))
            {
                storage.Append(segment.Span);
                if (storage.OctetCount < _progress.SeenBytes)
                {
                    continue; // already looked at in place, when the input was one segment
                }

                status = AdvanceResponse(storage.Octets, response);
                if (status != ParseStatus.NeedMore)
                {
                    break;
                }
            }
        }

        return status == ParseStatus.Complete ? CompleteResponse(input, requestMethod, response, out consumed) : status;
    }

    /// <summary>The peer will send nothing more: may it stop here?</summary>
    /// <param name="violation"><see cref="ViolationReason.TruncatedHead"/> if a head has begun, or the violation found before.</param>
    /// <returns>True if no head has begun.</returns>
    public bool EndOfInput(out ProtocolViolation violation)
    {
        if (_progress.Phase != HeadPhase.Violated && HasPartialHead)
        {
            Refuse(ViolationReason.TruncatedHead, _progress.SeenBytes);
        }

        violation = _progress.Violation;
        return _progress.Phase != HeadPhase.Violated;
    }

    /// <summary>Forgets everything, a violation and a skipped empty line too.</summary>
    public void Reset() => _progress = default;

    private ParseStatus AdvanceRequest(ReadOnlySpan<byte> octets, ParsedRequest request)
    {
        Debug.Assert(_progress.Scan <= octets.Length);
        _progress.SeenBytes = octets.Length;
        switch (_progress.Phase)
        {
            case HeadPhase.EmptyLine: // RFC 9112 §2.2: a server SHOULD ignore one empty line before a request line.
                if (octets[0] == '\r' && !_progress.HasSkippedEmptyLine)
                {
                    if (octets.Length < 2)
                    {
                        return ParseStatus.NeedMore;
                    }

                    if (octets[1] != '\n')
                    {
                        return Refuse(ViolationReason.LineEnd, 0);
                    }

                    _progress.HasSkippedEmptyLine = true;
                    _progress.HeadStart = 2;
                    _progress.Scan = 2;
                }

                _progress.Phase = HeadPhase.StartLine;
                goto case HeadPhase.StartLine;

            case HeadPhase.StartLine:
                var status = AdvanceRequestLine(octets, ref request.Facts);
                if (status != ParseStatus.Complete)
                {
                    return status;
                }

                goto case HeadPhase.Fields;

            case HeadPhase.Fields:
                return AdvanceFields(octets, request.HeadStorage);

            case HeadPhase.Violated:
                return ParseStatus.Violation;

            default:
                throw new UnreachableException();
        }
    }

    private ParseStatus AdvanceRequestLine(ReadOnlySpan<byte> octets, ref RequestFacts facts)
    {
        var limit = _progress.HeadStart + limits.MaxRequestLineBytes + 2;
        var lineEnd = _progress.Scan > _progress.HeadStart ? 0
            : RequestLineParser.ParseCommon(octets.Length > limit ? octets[..limit] : octets, _progress.HeadStart, ref facts);
        if (lineEnd > 0)
        {
            StartFields(lineEnd);
            return ParseStatus.Complete;
        }

        var status = ScanStartLine(octets, limits.MaxRequestLineBytes, ViolationReason.RequestLineLength, out lineEnd);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        var reason = RequestLineParser.Parse(octets, _progress.HeadStart, lineEnd, ref facts, out var offset);
        return reason == ViolationReason.None ? ParseStatus.Complete : Refuse(reason, offset);
    }

    private ParseStatus AdvanceResponse(ReadOnlySpan<byte> octets, ParsedResponse response)
    {
        Debug.Assert(_progress.Scan <= octets.Length);
        _progress.SeenBytes = octets.Length;
        switch (_progress.Phase)
        {
            case HeadPhase.StartLine:
                var status = ScanStartLine(octets, limits.MaxStatusLineBytes, ViolationReason.StatusLineLength, out var lineEnd);
                if (status != ParseStatus.Complete)
                {
                    return status;
                }

                var reason = StatusLineParser.Parse(octets[..lineEnd], ref response.Facts, out var offset);
                if (reason != ViolationReason.None)
                {
                    return Refuse(reason, offset);
                }

                goto case HeadPhase.Fields;

            case HeadPhase.Fields:
                return AdvanceFields(octets, response.HeadStorage);

            case HeadPhase.Violated:
                return ParseStatus.Violation;

            default:
                throw new UnreachableException();
        }
    }

    // Finds the CRLF that ends the start line; HTAB, which a reason phrase may hold, is the only control in it.
    private ParseStatus ScanStartLine(ReadOnlySpan<byte> octets, int maxLineBytes, ViolationReason tooLong, out int lineEnd)
    {
        var limit = _progress.HeadStart + maxLineBytes + 2;
        var line = octets.Length > limit ? octets[..limit] : octets;
        lineEnd = 0;
        var found = Grammar.IndexOfNonFieldValue(line[_progress.Scan..]);
        _progress.Scan = found < 0 ? line.Length : _progress.Scan + found;
        if (found >= 0 && line[_progress.Scan] != '\r')
        {
            return Refuse(line[_progress.Scan] == '\n' ? ViolationReason.LineEnd : ControlReason(tooLong), _progress.Scan);
        }

        if (_progress.Scan + 1 >= line.Length)
        {
            return octets.Length > limit ? Refuse(tooLong, limit) : ParseStatus.NeedMore;
        }

        if (line[_progress.Scan + 1] != '\n')
        {
            return Refuse(ViolationReason.LineEnd, _progress.Scan);
        }

        lineEnd = _progress.Scan;
        StartFields(_progress.Scan + 2);
        return ParseStatus.Complete;
    }

    private void StartFields(int sectionStart)
    {
        _progress.Scan = sectionStart;
        _progress.Phase = HeadPhase.Fields;
        _progress.Fields.Start(sectionStart, limits.MaxFieldSectionBytes, limits.MaxFieldLines);
    }

    private static ViolationReason ControlReason(ViolationReason tooLong) =>
        tooLong == ViolationReason.RequestLineLength ? ViolationReason.RequestLine : ViolationReason.StatusLine;

    private ParseStatus AdvanceFields(ReadOnlySpan<byte> octets, FieldStorage storage)
    {
        var status = _progress.Fields.Parse(octets, storage);
        if (status == ParseStatus.Violation)
        {
            var name = _progress.Fields.BlamedName;
            return Refuse(_progress.Fields.Reason, _progress.Fields.Offset, name.Bytes == 0 ? null : Encoding.ASCII.GetString(name.In(octets)));
        }

        _progress.End = _progress.Fields.End;
        return status;
    }

    // An empty line alone is consumed at once, so that an idle connection keeps no buffer for it.
    private ParseStatus SkipEmptyLine(in ReadOnlySequence<byte> input, FieldStorage storage, out SequencePosition consumed)
    {
        consumed = input.Start;
        if (_progress.HeadStart == 2 && _progress.SeenBytes == 2)
        {
            consumed = input.GetPosition(2);
            storage.Reset();
            _progress = new HeadProgress { Phase = HeadPhase.EmptyLine, HasSkippedEmptyLine = true };
        }

        return ParseStatus.NeedMore;
    }

    private ParseStatus CompleteRequest(ReadOnlySpan<byte> octets, ParsedRequest request)
    {
        ref var facts = ref request.Facts;
        facts.HeadBytes = _progress.End - _progress.HeadStart;
        var fields = new MessageFields(request.HeadStorage, octets);
        var reason = fields.ReadRequest(facts.Version);

        // RFC 9110 §9.3.6: CONNECT has no content; what follows it is the tunnel's.
        if (reason == ViolationReason.None && (fields.Codings != TransferCodings.None || fields.ContentLength > 0) && facts.Method == Method.Connect)
        {
            reason = ViolationReason.ConnectContent;
        }

        if (reason != ViolationReason.None)
        {
            return RefuseLine(reason, request.HeadStorage, fields.BlamedLine);
        }

        facts.ContentLength = fields.ContentLength;
        facts.Options = fields.Options;
        facts.IsPersistent = Persistence.Decide(facts.Version, fields.Options);
        facts.Framing = MessageFraming.OfRequest(fields.Codings, request.ContentLength);
        // RFC 9110 §10.1.1: the expectation of an HTTP/1.0 client MUST be ignored; without content there is nothing to continue with.
        facts.Expectation = fields.ExpectsContinue && facts.Version == ProtocolVersion.Http11 && facts.Framing.HasContent
            ? Expectation.Continue
            : Expectation.None;
        facts.Host = facts.Authority.Bytes > 0 || fields.HostLine < 0 ? facts.Authority : request.HeadStorage.ValueRange(fields.HostLine);
        _progress = default;
        return ParseStatus.Complete;
    }

    private ParseStatus CompleteResponse(in ReadOnlySequence<byte> input, Method requestMethod, ParsedResponse response, out SequencePosition consumed)
    {
        consumed = input.GetPosition(_progress.End);
        response.HeadStorage.TruncateTo(_progress.End);
        ref var facts = ref response.Facts;
        facts.HeadBytes = _progress.End;
        var fields = new MessageFields(response.HeadStorage, response.HeadStorage.Octets);
        // RFC 9110 §9.3.6: a client MUST ignore Content-Length and Transfer-Encoding in a 2xx to CONNECT.
        var isTunnel = requestMethod == Method.Connect && facts.Status.IsSuccess;
        var reason = isTunnel ? ViolationReason.None : fields.ReadFraming(facts.Version);
        if (reason == ViolationReason.None)
        {
            reason = fields.ReadConnection();
        }

        if (reason != ViolationReason.None)
        {
            consumed = input.Start;
            return RefuseLine(reason, response.HeadStorage, fields.BlamedLine);
        }

        facts.ContentLength = fields.ContentLength;
        facts.Options = fields.Options;
        facts.Framing = MessageFraming.OfResponse(requestMethod, facts.Status, fields.Codings, response.ContentLength);
        facts.IsPersistent = facts.Framing.Kind is not (FramingKind.CloseDelimited or FramingKind.Tunnel)
            && Persistence.Decide(facts.Version, fields.Options);
        _progress = default;
        return ParseStatus.Complete;
    }

    private ParseStatus RefuseLine(ViolationReason reason, FieldStorage storage, int line)
    {
        var name = line < 0 ? new ByteRange(_progress.End, 0) : storage.NameRange(line);
        return Refuse(reason, name.Start, line < 0 ? null : Encoding.ASCII.GetString(name.In(storage.Octets)));
    }

    private ParseStatus Refuse(ViolationReason reason, int offset, string? fieldName = null)
    {
        _progress.Violation = new ProtocolViolation(reason, Math.Max(0, offset - _progress.HeadStart), fieldName);
        _progress.Phase = HeadPhase.Violated;
        return ParseStatus.Violation;
    }
}
