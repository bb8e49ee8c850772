namespace Picard.Http;

/// <summary>
/// <c>status-line = HTTP-version SP status-code SP [ reason-phrase ]</c> (RFC 9112 §4), one complete line without its CRLF. The caller
/// has made sure that the line holds no controls but HTAB.
/// </summary>
internal static class StatusLineParser
{
    private const int VersionBytes = 8; // HTTP/1.1
    private const int CodeStart = VersionBytes + 1;
    private const int CodeEnd = CodeStart + 3;

    /// <summary>Splits and checks a line that begins at the first octet.</summary>
    /// <returns>The rule that is broken, or none.</returns>
    public static ViolationReason Parse(ReadOnlySpan<byte> line, ref ResponseFacts facts, out int offset)
    {
        offset = 0;
        if (line.Length < VersionBytes || !RequestLineParser.TryReadVersion(line[..VersionBytes], out facts.Version))
        {
            return line.Length >= VersionBytes && RequestLineParser.IsVersion(line[..VersionBytes])
                ? ViolationReason.HttpVersionSupport
                : ViolationReason.HttpVersion;
        }

        // The SP after the status code is required even if no reason phrase follows it.
        offset = VersionBytes;
        if (line.Length <= CodeEnd || line[VersionBytes] != ' ' || line[CodeEnd] != ' ')
        {
            return ViolationReason.StatusLine;
        }

        var code = 0;
        foreach (var octet in line[CodeStart..CodeEnd])
        {
            if (!Grammar.IsDigit(octet))
            {
                return ViolationReason.StatusCode;
            }

            code = (code * 10) + (octet - '0');
        }

        // RFC 9110 §15: the first digit is the class, and there are five; 6xx to 9xx SHOULD be treated as 5xx, which loses what it meant.
        offset = CodeStart;
        if (code is < 100 or > 599)
        {
            return ViolationReason.StatusCode;
        }

        facts.Status = new StatusCode(code);
        facts.ReasonPhrase = new ByteRange(CodeEnd + 1, line.Length - CodeEnd - 1);
        return Grammar.IsFieldValue(line[(CodeEnd + 1)..]) ? ViolationReason.None : ViolationReason.ReasonPhrase;
    }
}
