using System.Text;

namespace Picard.Http;

/// <summary>
/// What the fields say that decide where a message ends and what becomes of its connection: Content-Length, Transfer-Encoding,
/// Connection, Host, Expect. Anything but one unambiguous statement is refused, because two readings of it are a smuggled request.
/// </summary>
/// <param name="storage">The field lines.</param>
/// <param name="octets">The head; not <see cref="FieldStorage.Octets"/> if it has just been copied there, because then a read waits for the writes.</param>
internal ref struct MessageFields(FieldStorage storage, ReadOnlySpan<byte> octets)
{
    private readonly FieldStorage _lines = storage;
    private readonly ReadOnlySpan<byte> _octets = octets;

    /// <summary>-1 if absent.</summary>
    public long ContentLength { get; private set; } = -1;

    public TransferCodings Codings { get; private set; }

    public ConnectionOptions Options { get; private set; }

    public bool ExpectsContinue { get; private set; }

    /// <summary>The line of Host, or -1.</summary>
    public int HostLine { get; private set; } = -1;

    /// <summary>The line that breaks the rule returned, or -1.</summary>
    public int BlamedLine { get; private set; } = -1;

    /// <summary>Reads all that a request may say, in this order; the first broken rule is the one reported.</summary>
    public ViolationReason ReadRequest(ProtocolVersion version)
    {
        var reason = ViolationReason.None;
        if (_lines.MayHave(KnownField.ContentLength) || _lines.MayHave(KnownField.TransferEncoding))
        {
            reason = ReadFraming(version);
        }

        if (reason == ViolationReason.None && _lines.MayHave(KnownField.Connection))
        {
            reason = ReadConnection();
        }

        if (reason == ViolationReason.None)
        {
            reason = ReadHost(version);
        }

        return reason == ViolationReason.None && _lines.MayHave(KnownField.Expect) ? ReadExpect() : reason;
    }

    public ViolationReason ReadFraming(ProtocolVersion version)
    {
        var reason = ReadContentLength();
        if (reason != ViolationReason.None)
        {
            return reason;
        }

        var line = _lines.FirstLine(KnownField.TransferEncoding);
        if (line < 0)
        {
            return ViolationReason.None;
        }

        BlamedLine = line;
        // RFC 9112 §6.1: a sender of HTTP/1.0 knows no transfer codings; the framing is faulty.
        if (version == ProtocolVersion.Http10)
        {
            return ViolationReason.TransferEncodingVersion;
        }

        reason = ReadTransferEncoding(line);
        if (reason == ViolationReason.None && ContentLength >= 0)
        {
            // RFC 9112 §6.3 (3): ought to be handled as an error; for us it is one.
            reason = ViolationReason.ContentLengthWithTransferEncoding;
        }

        return reason;
    }

    public ViolationReason ReadConnection()
    {
        for (var line = _lines.FirstLine(KnownField.Connection); line >= 0; line = _lines.NextLine(KnownField.Connection, line))
        {
            var value = ValueOf(line);
            var only = OptionOf(value);
            if (only != ConnectionOptions.None)
            {
                Options |= only; // what nearly all lines have: one option that is known
                continue;
            }

            var options = new ListParser(value);
            while (options.MoveNext())
            {
                // RFC 9110 §7.6.1: connection-option = token.
                var option = OptionOf(options.Current);
                if (option == ConnectionOptions.None && !Grammar.IsToken(options.Current))
                {
                    BlamedLine = line;
                    return ViolationReason.Connection;
                }

                Options |= option;
            }
        }

        return ViolationReason.None;
    }

    /// <summary>Reads Host of a request.</summary>
    public ViolationReason ReadHost(ProtocolVersion version)
    {
        HostLine = _lines.FirstLine(KnownField.Host);
        if (HostLine < 0)
        {
            // RFC 9112 §3.2: a server MUST answer 400 to an HTTP/1.1 request without Host, with more than one, or with an invalid one.
            return version == ProtocolVersion.Http11 ? ViolationReason.HostMissing : ViolationReason.None;
        }

        BlamedLine = _lines.NextLine(KnownField.Host, HostLine);
        if (BlamedLine >= 0)
        {
            return ViolationReason.HostRepeated;
        }

        // RFC 9112 §3.2: a client whose target URI has no authority sends an empty Host; ":80" without a host is nobody's.
        BlamedLine = HostLine;
        var value = ValueOf(HostLine);
        return value.IsEmpty || (AuthorityParser.IsValid(value, PortRule.Optional, out var hostBytes) && hostBytes > 0)
            ? ViolationReason.None
            : ViolationReason.Host;
    }

    /// <summary>Reads Expect of a request.</summary>
    public ViolationReason ReadExpect()
    {
        for (var line = _lines.FirstLine(KnownField.Expect); line >= 0; line = _lines.NextLine(KnownField.Expect, line))
        {
            var expectations = new ListParser(ValueOf(line));
            while (expectations.MoveNext())
            {
                // RFC 9110 §10.1.1: 100-continue, in any case, is the only expectation there is.
                if (!Ascii.EqualsIgnoreCase(expectations.Current, "100-continue"u8))
                {
                    BlamedLine = line;
                    return ViolationReason.Expectation;
                }

                ExpectsContinue = true;
            }
        }

        return ViolationReason.None;
    }

    private readonly ReadOnlySpan<byte> ValueOf(int line) => _lines.ValueRange(line).In(_octets);

    private ViolationReason ReadContentLength()
    {
        BlamedLine = _lines.FirstLine(KnownField.ContentLength);
        if (BlamedLine < 0)
        {
            return ViolationReason.None;
        }

        var value = ValueOf(BlamedLine);
        var second = _lines.NextLine(KnownField.ContentLength, BlamedLine);
        if (second >= 0)
        {
            BlamedLine = second;
            return ViolationReason.ContentLengthRepeated;
        }

        if (value.IsEmpty)
        {
            return ViolationReason.ContentLength;
        }

        // RFC 9110 §8.6: 1*DIGIT. A list of equal numbers MAY be accepted; it is refused, as two lines are.
        var length = 0L;
        var isCountable = true;
        foreach (var octet in value)
        {
            if (!Grammar.IsDigit(octet))
            {
                return value.Contains((byte)',') ? ViolationReason.ContentLengthRepeated : ViolationReason.ContentLength;
            }

            isCountable = isCountable && length <= (long.MaxValue - (octet - '0')) / 10;
            length = isCountable ? (length * 10) + (octet - '0') : length;
        }

        ContentLength = length;
        return isCountable ? ViolationReason.None : ViolationReason.ContentLengthRange;
    }

    // RFC 9112 §6.1, §6.3 (4), §7: the one value that is understood is "chunked". Everything else is refused; the question is with what.
    private ViolationReason ReadTransferEncoding(int firstLine)
    {
        Codings = TransferCodings.Chunked;
        if (_lines.NextLine(KnownField.TransferEncoding, firstLine) < 0
            && Ascii.EqualsIgnoreCase(ValueOf(firstLine), "chunked"u8))
        {
            return ViolationReason.None;
        }

        var codingCount = 0;
        var chunkedCount = 0;
        var isChunkedLast = false;
        for (var line = firstLine; line >= 0; line = _lines.NextLine(KnownField.TransferEncoding, line))
        {
            var codings = new ListParser(ValueOf(line));
            while (codings.MoveNext())
            {
                codingCount++;
                isChunkedLast = Ascii.EqualsIgnoreCase(codings.Current, "chunked"u8);
                chunkedCount += isChunkedLast ? 1 : 0;
                if (!isChunkedLast && !IsCoding(codings.Current))
                {
                    return ViolationReason.TransferEncoding;
                }
            }
        }

        // Well-formed codings before a final chunked: understood by others. All else has no end that can be trusted.
        return isChunkedLast && chunkedCount == 1 && codingCount > 1 ? ViolationReason.TransferCoding : ViolationReason.TransferEncoding;
    }

    // RFC 9112 §7: a token with parameters; parameters of a coding that is refused anyway are not looked into.
    private static bool IsCoding(ReadOnlySpan<byte> coding)
    {
        var parameters = coding.IndexOf((byte)';');
        return Grammar.IsToken(parameters < 0 ? coding : Grammar.TrimWhitespace(coding[..parameters]));
    }

    private static ConnectionOptions OptionOf(ReadOnlySpan<byte> option) => option.Length switch
    {
        5 when Ascii.EqualsIgnoreCase(option, "close"u8) => ConnectionOptions.Close,
        10 when Ascii.EqualsIgnoreCase(option, "keep-alive"u8) => ConnectionOptions.KeepAlive,
        7 when Ascii.EqualsIgnoreCase(option, "upgrade"u8) => ConnectionOptions.Upgrade,
        _ => ConnectionOptions.None,
    };
}
