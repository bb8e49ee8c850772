using System.Buffers.Binary;

namespace Picard.Http;

/// <summary>
/// <c>request-line = method SP request-target SP HTTP-version</c> (RFC 9112 §3), one complete line without its CRLF. The caller has
/// made sure that the line holds no controls.
/// </summary>
internal static class RequestLineParser
{
    private const int VersionBytes = 8; // HTTP/1.1

    private static readonly ulong s_http11 = BinaryPrimitives.ReadUInt64LittleEndian("HTTP/1.1"u8);
    private static readonly ulong s_http10 = BinaryPrimitives.ReadUInt64LittleEndian("HTTP/1.0"u8);

    /// <summary>
    /// Reads the line that most requests have, in one pass and with its CRLF: a known method, a path and perhaps a query without "%", a
    /// version that is spoken. Measured: 'parser' of tests/Picard.Benchmarks.
    /// </summary>
    /// <param name="octets">The octets that all ranges in <paramref name="facts"/> are relative to, no more than a line may have.</param>
    /// <param name="start">The first octet of the line.</param>
    /// <param name="facts">Receives method, target and version; it is left alone if the line is another.</param>
    /// <returns>The octet after the CRLF; 0 for any other line, which may be incomplete, or wrong, or just less common.</returns>
    public static int ParseCommon(ReadOnlySpan<byte> octets, int start, ref RequestFacts facts)
    {
        var line = octets[start..];
        var method = Method.Get;
        var isGet = line.StartsWith("GET "u8);
        var methodBytes = isGet ? 3 : line.IndexOf((byte)' ');
        if (!isGet && (methodBytes < 0 || !Method.TryGetKnown(line[..methodBytes], out method) || method == Method.Connect))
        {
            return 0;
        }

        var target = line[(methodBytes + 1)..];
        var pathBytes = Grammar.IndexOfNonPath(target);
        if (pathBytes <= 0 || target[0] != '/')
        {
            return 0;
        }

        var targetBytes = pathBytes;
        if (target[pathBytes] == '?')
        {
            targetBytes = Grammar.IndexOfNonQuery(target[(pathBytes + 1)..]) + pathBytes + 1;
        }

        var tail = target[targetBytes..];
        if (tail.Length < VersionBytes + 3 || tail[0] != ' ' || tail[VersionBytes + 1] != '\r' || tail[VersionBytes + 2] != '\n'
            || !TryReadVersion(tail.Slice(1, VersionBytes), out var version))
        {
            return 0;
        }

        var targetStart = start + methodBytes + 1;
        facts.Method = method;
        facts.MethodRange = new ByteRange(start, methodBytes);
        facts.Target = new ByteRange(targetStart, targetBytes);
        facts.Path = new ByteRange(targetStart, pathBytes);
        facts.HasQuery = targetBytes > pathBytes;
        facts.Query = facts.HasQuery ? new ByteRange(targetStart + pathBytes + 1, targetBytes - pathBytes - 1) : default;
        facts.Form = TargetForm.Origin;
        facts.Version = version;
        return targetStart + targetBytes + VersionBytes + 3;
    }

    /// <summary>Splits and checks a line.</summary>
    /// <param name="octets">The octets that all ranges in <paramref name="facts"/> are relative to.</param>
    /// <param name="start">The first octet of the line.</param>
    /// <param name="end">The octet after the last of the line.</param>
    /// <param name="facts">Receives method, target and version.</param>
    /// <param name="offset">The octet to blame, if a rule is broken.</param>
    /// <returns>The rule that is broken, or none.</returns>
    public static ViolationReason Parse(ReadOnlySpan<byte> octets, int start, int end, ref RequestFacts facts, out int offset)
    {
        var line = octets[start..end];
        offset = start;
        var methodBytes = line.IndexOf((byte)' ');
        if (methodBytes <= 0)
        {
            return methodBytes < 0 && Grammar.IsToken(line) ? ViolationReason.RequestLine : ViolationReason.Method;
        }

        if (!Method.TryGetKnown(line[..methodBytes], out facts.Method) && !Grammar.IsToken(line[..methodBytes]))
        {
            return ViolationReason.Method;
        }

        facts.MethodRange = new ByteRange(start, methodBytes);
        var targetStart = methodBytes + 1;
        var targetEnd = line.Length - VersionBytes - 1;
        if (targetEnd <= targetStart || line[targetEnd] != ' ' || !TryReadVersion(line[(targetEnd + 1)..], out facts.Version))
        {
            return ReasonOfTail(line, targetStart, start, out offset);
        }

        facts.Target = new ByteRange(start + targetStart, targetEnd - targetStart);
        offset = facts.Target.Start;
        return TargetParser.Parse(octets, ref facts);
    }

    /// <summary>Reads <c>HTTP/1.0</c> or <c>HTTP/1.1</c>; the name is case-sensitive (RFC 9112 §2.3).</summary>
    public static bool TryReadVersion(ReadOnlySpan<byte> octets, out ProtocolVersion version)
    {
        var word = octets.Length == VersionBytes ? BinaryPrimitives.ReadUInt64LittleEndian(octets) : 0;
        version = word == s_http10 ? ProtocolVersion.Http10 : ProtocolVersion.Http11;
        return word == s_http11 || word == s_http10;
    }

    /// <summary>Whether the octets are some version by the grammar: <c>"HTTP/" DIGIT "." DIGIT</c>.</summary>
    public static bool IsVersion(ReadOnlySpan<byte> octets) =>
        octets.Length == VersionBytes && octets.StartsWith("HTTP/"u8) && Grammar.IsDigit(octets[5]) && octets[6] == '.' && Grammar.IsDigit(octets[7]);

    // Not three parts, one space apart, with a version we speak: which of these is it?
    private static ViolationReason ReasonOfTail(ReadOnlySpan<byte> line, int targetStart, int start, out int offset)
    {
        offset = start + targetStart;
        var targetBytes = line[targetStart..].IndexOf((byte)' ');
        if (targetBytes <= 0)
        {
            return ViolationReason.RequestLine; // no version at all (HTTP/0.9), or two spaces
        }

        var version = line[(targetStart + targetBytes + 1)..];
        offset = start + targetStart + targetBytes + 1;
        if (IsVersion(version))
        {
            return ViolationReason.HttpVersionSupport;
        }

        return version.IsEmpty || version.Contains((byte)' ') ? ViolationReason.RequestLine : ViolationReason.HttpVersion;
    }
}
