using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Picard.Http;

/// <summary>
/// Field lines up to and with the empty line that ends their section (RFC 9112 §5), for heads and trailer sections alike:
/// <code>
///   LineStart ── CR LF ──► complete
///       │ tchar              ▲
///     Name ── ":" ──► Value ─┘ CR LF, next line
/// </code>
/// Each octet is looked at once: after <see cref="ParseStatus.NeedMore"/> it goes on where it stopped. A rule is broken by the first
/// octet that breaks it, so the outcome does not depend on how the octets arrive. What the fields mean is not its business.
/// </summary>
internal struct FieldSectionParser
{
    // Invariant: _lineStart <= _scan; octets before _scan have been checked; _colon is -1 until the name of the current line has ended.
    private int _sectionStart;
    private int _lineStart;
    private int _scan;
    private int _colon;
    private int _maxSectionBytes;
    private int _maxLines;

    /// <summary>The rule that was broken.</summary>
    public ViolationReason Reason { get; private set; }

    /// <summary>The octet that broke it.</summary>
    public int Offset { get; private set; }

    /// <summary>The name of the line that broke it; empty if the name itself is at fault.</summary>
    public ByteRange BlamedName { get; private set; }

    /// <summary>After complete: the octet after the empty line.</summary>
    public readonly int End => _scan;

    public void Start(int sectionStart, int maxSectionBytes, int maxLines)
    {
        this = default;
        _sectionStart = sectionStart;
        _lineStart = sectionStart;
        _scan = sectionStart;
        _colon = -1;
        _maxSectionBytes = maxSectionBytes;
        _maxLines = maxLines;
    }

    /// <summary>Parses as far as the octets go.</summary>
    /// <param name="octets">All octets since the start of the message; the same as last time, and more.</param>
    /// <param name="fields">Receives an entry for each complete line.</param>
    public ParseStatus Parse(ReadOnlySpan<byte> octets, FieldStorage fields)
    {
        // Limit: the lines of the section and the CRLF after them. What lies beyond is never looked at.
        var limit = _sectionStart + _maxSectionBytes + 2;
        var status = ParseLines(octets.Length > limit ? octets[..limit] : octets, fields);
        if (status == ParseStatus.NeedMore && octets.Length > limit)
        {
            BlamedName = _colon >= 0 ? new ByteRange(_lineStart, _colon - _lineStart) : default;
            return Refuse(ViolationReason.FieldSectionLength, limit);
        }

        return status;
    }

    private ParseStatus ParseLines(ReadOnlySpan<byte> octets, FieldStorage fields)
    {
        while (true)
        {
            Debug.Assert(_lineStart <= _scan && _scan <= octets.Length);
            if (_colon < 0)
            {
                if (_scan == _lineStart)
                {
                    if (ParseWholeLines(octets, fields))
                    {
                        return ParseStatus.Complete;
                    }

                    if ((uint)_scan >= (uint)octets.Length)
                    {
                        return ParseStatus.NeedMore;
                    }

                    if (octets[_scan] == '\r')
                    {
                        return ParseSectionEnd(octets);
                    }
                }

                var status = ParseName(octets, fields);
                if (status != ParseStatus.Complete)
                {
                    return status;
                }
            }

            var valueStatus = ParseValue(octets, fields);
            if (valueStatus != ParseStatus.Complete)
            {
                return valueStatus;
            }
        }
    }

    // The common case, without state: lines that are there to their end and break no rule, with a name of fewer octets than a block, and
    // room for their entries; then the empty line, and the section is complete. The first that is anything else is left to the states below.
    // Measured: 'parser' of tests/Picard.Benchmarks. What the loop changes is in locals; it is not inlined, to have the registers for them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ParseWholeLines(ReadOnlySpan<byte> octets, FieldStorage fields)
    {
        var lineStart = _lineStart;
        var lastBlock = octets.Length - FieldLineScanner.BlockBytes;
        var entries = fields.FreeEntries;
        var most = Math.Min(entries.Length, _maxLines - fields.EntryCount);
        var count = 0;
        var names = fields.Names;
        while (count < most && lastBlock >= 0 && lineStart < octets.Length)
        {
            // Near the end of the octets the last block is taken, and what lies before the line shifted out.
            var at = Math.Min(lineStart, lastBlock);
            var block = FieldLineScanner.Block(octets, at);
            var nameBytes = BitOperations.TrailingZeroCount(FieldLineScanner.Colons(block) >> (lineStart - at));
            var ends = FieldLineScanner.PossibleEnds(block) >> (lineStart - at);
            var end = ends != 0
                ? lineStart + BitOperations.TrailingZeroCount(ends)
                : FieldLineScanner.IndexOfPossibleEnd(octets, lineStart + FieldLineScanner.BlockBytes);
            if (!IsLineEnd(octets, end))
            {
                end = FieldLineScanner.IndexOfEnd(octets, end);
                if (!IsLineEnd(octets, end))
                {
                    break;
                }
            }

            if (nameBytes is 0 or FieldLineScanner.BlockBytes || lineStart + nameBytes >= end)
            {
                break;
            }

            // A known name is a token, so only others have to be looked at for it.
            var name = octets.Slice(lineStart, nameBytes);
            var known = KnownFields.FindAmongText(name);
            if (known == KnownField.None && !Grammar.IsToken(name))
            {
                break;
            }

            var value = ValueRange(octets, lineStart + nameBytes + 1, end);
            entries[count++] = new FieldEntry(lineStart, (ushort)nameBytes, value.Start, value.Bytes, known);
            names.Add(known);
            lineStart = end + 2;
        }

        fields.TakeEntries(count, names);
        _lineStart = lineStart;
        _scan = lineStart;
        if (!IsLineEnd(octets, lineStart))
        {
            return false;
        }

        _scan += 2;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsLineEnd(ReadOnlySpan<byte> octets, int at) => (uint)at < (uint)octets.Length && octets[at..].StartsWith("\r\n"u8);

    // The empty line that ends the section.
    private ParseStatus ParseSectionEnd(ReadOnlySpan<byte> octets)
    {
        if (_scan + 1 >= octets.Length)
        {
            return ParseStatus.NeedMore;
        }

        if (octets[_scan + 1] != '\n')
        {
            return Refuse(ViolationReason.LineEnd, _scan);
        }

        _scan += 2;
        return ParseStatus.Complete;
    }

    private ParseStatus ParseName(ReadOnlySpan<byte> octets, FieldStorage fields)
    {
        var nameBytes = Grammar.IndexOfNonToken(octets[_scan..]);
        if (nameBytes < 0)
        {
            _scan = octets.Length;
            return ParseStatus.NeedMore;
        }

        _scan += nameBytes;
        if (octets[_scan] != ':' || _scan == _lineStart)
        {
            return RefuseName(octets[_scan]);
        }

        // Limit: a name's length is kept in 16 bits; the longest registered name has 41 octets.
        var name = new ByteRange(_lineStart, _scan - _lineStart);
        if (fields.EntryCount >= _maxLines || name.Bytes > ushort.MaxValue)
        {
            BlamedName = name;
            return Refuse(ViolationReason.FieldLineCount, _lineStart);
        }

        _colon = _scan++;
        return ParseStatus.Complete;
    }

    private ParseStatus ParseValue(ReadOnlySpan<byte> octets, FieldStorage fields)
    {
        var valueEnd = Grammar.IndexOfNonFieldValue(octets[_scan..]);
        if (valueEnd < 0)
        {
            _scan = octets.Length;
            return ParseStatus.NeedMore;
        }

        _scan += valueEnd;
        if (octets[_scan] != '\r')
        {
            BlamedName = new ByteRange(_lineStart, _colon - _lineStart);
            return Refuse(octets[_scan] == '\n' ? ViolationReason.LineEnd : ViolationReason.FieldValue, _scan);
        }

        if (_scan + 1 >= octets.Length)
        {
            return ParseStatus.NeedMore;
        }

        if (octets[_scan + 1] != '\n')
        {
            BlamedName = new ByteRange(_lineStart, _colon - _lineStart);
            return Refuse(ViolationReason.LineEnd, _scan);
        }

        var name = new ByteRange(_lineStart, _colon - _lineStart);
        var value = ValueRange(octets, name.End + 1, _scan);
        fields.Add(new FieldEntry(name.Start, (ushort)name.Bytes, value.Start, value.Bytes, KnownFields.FindAmongText(name.In(octets))));
        _scan += 2;
        _lineStart = _scan;
        _colon = -1;
        return ParseStatus.Complete;
    }

    // RFC 9112 §5.1: whitespace around the value is not part of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ByteRange ValueRange(ReadOnlySpan<byte> octets, int start, int end)
    {
        while (start < end && Grammar.IsWhitespace(octets[start]))
        {
            start++;
        }

        while (end > start && Grammar.IsWhitespace(octets[end - 1]))
        {
            end--;
        }

        return new ByteRange(start, end - start);
    }

    private ParseStatus RefuseName(byte octet)
    {
        var isFirst = _scan == _lineStart;
        var reason = octet switch
        {
            // RFC 9112 §2.2: no whitespace before the first field; §5.2: no line folding in a request.
            (byte)' ' or (byte)'\t' when isFirst => ViolationReason.ObsFold,
            (byte)'\n' when isFirst => ViolationReason.LineEnd,
            (byte)'\r' or (byte)'\n' => ViolationReason.FieldLine,
            // RFC 9112 §5.1: no whitespace before the colon; a server MUST answer 400.
            _ => ViolationReason.FieldName,
        };
        return Refuse(reason, _scan);
    }

    private ParseStatus Refuse(ViolationReason reason, int offset)
    {
        Reason = reason;
        Offset = offset;
        return ParseStatus.Violation;
    }
}
