using System.Buffers;
using System.Globalization;
using Picard.Http;

namespace Picard;

/// <summary>Writes a line of an access log as octets: no string is made.</summary>
/// <remarks>
/// A client chooses the target, Referer and User-Agent, so whatever could end a value or a line is escaped: everything but visible ASCII, quotation marks
/// and backslashes are <c>\xHH</c>, as nginx writes them. What the line says cannot be forged, and what shows it on a terminal cannot be steered.
/// </remarks>
internal ref struct AccessLogLine
{
    /// <summary>More than everything else of a line: an address has at most 65 octets, and a method is cut like a value.</summary>
    public const int MostFixedBytes = 512;

    // Limit: a method longer than this is none that anybody has defined.
    private const int MaxMethodBytes = 64;

    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private readonly Span<byte> _line;
    private int _length;

    private AccessLogLine(Span<byte> line) => _line = line;

    /// <summary>Writes a line with its end.</summary>
    /// <param name="line">Room for it: <see cref="MostFixedBytes"/> and three values.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="status">What it is said to have come to.</param>
    /// <param name="options">The form.</param>
    /// <returns>Its length in octets.</returns>
    public static int Write(Span<byte> line, ExchangeSummary exchange, int status, AccessLogOptions options)
    {
        var request = exchange.Request;
        var head = request.Head;
        var text = new AccessLogLine(line);
        text.AppendAddress(request);
        text.Append(" - - ["u8); // RFC 1413 has no users any more, and this middleware knows none
        text.AppendTime(exchange.Began);
        text.Append("] \""u8);
        text.AppendEscaped(head.Method.Utf8, MaxMethodBytes);
        text.Append(" "u8);
        text.AppendEscaped(head.Target.Raw, options.MaxValueBytes);
        text.Append(head.Version == ProtocolVersion.Http10 ? " HTTP/1.0\" "u8 : " HTTP/1.1\" "u8);
        text.AppendNumber(status);
        text.Append(" "u8);
        if (exchange.ContentBytes == 0)
        {
            text.Append("-"u8); // as the format has it
        }
        else
        {
            text.AppendNumber(exchange.ContentBytes);
        }

        if (options.Format == AccessLogFormat.Combined)
        {
            text.AppendQuoted(head.Fields, KnownField.Referer, options.MaxValueBytes);
            text.AppendQuoted(head.Fields, KnownField.UserAgent, options.MaxValueBytes);
        }

        text.Append("\n"u8);
        return text._length;
    }

    private void Append(scoped ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_line[_length..]);
        _length += octets.Length;
    }

    private void AppendAddress(Request request)
    {
        if (ClientAddress.Of(request) is not { } address || !address.TryFormat(_line[_length..], out var written))
        {
            Append("-"u8);
            return;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            // "::ffff:192.0.2.1" is how a socket for both families says 192.0.2.1.
            var all = _line.Slice(_length, written);
            var plain = all[(all.LastIndexOf((byte)':') + 1)..];
            plain.CopyTo(all);
            written = plain.Length;
        }

        _length += written;
    }

    private void AppendTime(DateTimeOffset time)
    {
        _ = time.TryFormat(_line[_length..], out var written, "dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        _length += written;
    }

    private void AppendNumber(long number)
    {
        _ = number.TryFormat(_line[_length..], out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    private void AppendQuoted(FieldSection fields, KnownField field, int mostBytes)
    {
        if (!fields.TryGet(field, out var value))
        {
            Append(" \"-\""u8);
            return;
        }

        Append(" \""u8);
        AppendEscaped(value, mostBytes);
        Append("\""u8);
    }

    private void AppendEscaped(ReadOnlySpan<byte> value, int mostBytes)
    {
        const int EscapeBytes = 4;
        var room = mostBytes;
        while (!value.IsEmpty)
        {
            var plain = value.IndexOfAnyExcept(s_plain);
            plain = plain < 0 ? value.Length : plain;
            var taken = Math.Min(plain, room);
            Append(value[..taken]);
            room -= taken;
            value = value[taken..];
            if (value.IsEmpty)
            {
                return;
            }

            if (taken < plain || room < EscapeBytes)
            {
                Append("..."u8);
                return;
            }

            AppendEscape(value[0]);
            room -= EscapeBytes;
            value = value[1..];
        }
    }

    private void AppendEscape(byte octet)
    {
        var digits = "0123456789ABCDEF"u8;
        Append([(byte)'\\', (byte)'x', digits[octet >> 4], digits[octet & 15]]);
    }
}
