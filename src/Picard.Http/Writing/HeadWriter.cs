using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace Picard.Http;

/// <summary>
/// Writes a head or a trailer section (RFC 9112 §2.1) into an output, in few large spans. What would break the message apart (CR, LF, NUL and other
/// controls) is refused with an <see cref="ArgumentException"/> before an octet of that line is written.
/// </summary>
/// <remarks>
/// Written octets reach the output at <see cref="Complete"/> or <see cref="Flush"/>, or when a span is full; nothing else may write to the
/// output in between. Lines are the caller's order; the empty line that ends the section is <see cref="Complete"/>'s.
/// </remarks>
public ref struct HeadWriter
{
    // A typical response head fits one span of this size.
    private const int SpanBytes = 512;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _written;

    /// <summary>Starts writing to an output.</summary>
    public HeadWriter(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _span = output.GetSpan(SpanBytes);
        _written = 0;
    }

    /// <summary>Writes <c>HTTP/1.1</c>, a status code and its registered reason phrase.</summary>
    /// <exception cref="ArgumentException"><paramref name="status"/> is <c>default</c>.</exception>
    public void WriteStatusLine(StatusCode status) => WriteOctets(StatusLines.Of(status));

    /// <summary>Writes <c>HTTP/1.1</c>, a status code and a reason phrase of the caller's.</summary>
    /// <exception cref="ArgumentException">The reason phrase holds a control, or <paramref name="status"/> is <c>default</c>.</exception>
    public void WriteStatusLine(StatusCode status, scoped ReadOnlySpan<byte> reasonPhrase)
    {
        // RFC 9112 §4: reason-phrase = 1*( HTAB / SP / VCHAR / obs-text ).
        CheckValue(reasonPhrase, nameof(reasonPhrase), "RFC 9112 §4: a reason phrase must not hold CR, LF, NUL or another control.");
        WriteOctets(StatusLines.Of(status)[..StatusLines.BytesBeforeReason]);
        WriteOctets(reasonPhrase);
        WriteOctets("\r\n"u8);
    }

    /// <summary>Writes a request line of HTTP/1.1.</summary>
    /// <exception cref="ArgumentException">There is no method, or the target is empty or holds an octet outside visible ASCII.</exception>
    public void WriteRequestLine(Method method, scoped ReadOnlySpan<byte> target)
    {
        if (method.IsNone)
        {
            throw new ArgumentException("RFC 9112 §3: a request line needs a method.", nameof(method));
        }

        // RFC 9112 §3.2: no whitespace in a request target; anything but visible ASCII is no URI.
        if (target.IsEmpty || target.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) >= 0)
        {
            throw new ArgumentException("RFC 9112 §3.2: a request target must be visible ASCII without whitespace.", nameof(target));
        }

        WriteOctets(method.Utf8);
        WriteOctets(" "u8);
        WriteOctets(target);
        WriteOctets(" HTTP/1.1\r\n"u8);
    }

    /// <summary>Writes a field line with a canonical name.</summary>
    /// <exception cref="ArgumentException">The value holds CR, LF, NUL or another control, or <paramref name="field"/> is none.</exception>
    public void WriteField(KnownField field, scoped ReadOnlySpan<byte> value)
    {
        CheckValue(value, nameof(value), ValueRule);
        WriteLine(KnownName(field), value);
    }

    /// <summary>Writes a field line with a canonical name; characters up to U+00FF become one octet each.</summary>
    /// <exception cref="ArgumentException">The value holds CR, LF, NUL, another control, or a character beyond U+00FF.</exception>
    public void WriteField(KnownField field, string value)
    {
        CheckText(value, nameof(value));
        WriteLine(KnownName(field), value);
    }

    /// <summary>Writes a field line.</summary>
    /// <exception cref="ArgumentException">The name is not a token, or the value holds CR, LF, NUL or another control.</exception>
    public void WriteField(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        if (!Grammar.IsToken(name))
        {
            throw new ArgumentException(NameRule, nameof(name));
        }

        CheckValue(value, nameof(value), ValueRule);
        WriteLine(name, value);
    }

    /// <summary>Writes a field line; characters of the value up to U+00FF become one octet each.</summary>
    /// <exception cref="ArgumentException">The name is not a token, or the value holds CR, LF, NUL, another control or a character beyond U+00FF.</exception>
    public void WriteField(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        CheckText(value, nameof(value));
        Span<byte> octets = stackalloc byte[128];
        octets = name.Length <= octets.Length ? octets[..name.Length] : new byte[name.Length];
        if (Encoding.Latin1.GetBytes(name, octets) != name.Length || !Ascii.IsValid(name) || !Grammar.IsToken(octets))
        {
            throw new ArgumentException(NameRule, nameof(name));
        }

        WriteLine(octets, value);
    }

    /// <summary>Writes Content-Length (RFC 9110 §8.6).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="contentBytes"/> is negative.</exception>
    public void WriteContentLength(long contentBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contentBytes);
        const int MostDigits = 19;
        var name = "Content-Length: "u8;
        Reserve(name.Length + MostDigits + 2);
        name.CopyTo(_span[_written..]);
        _written += name.Length;
        var isWritten = contentBytes.TryFormat(_span[_written..], out var digits);
        Debug.Assert(isWritten);
        _written += digits;
        WriteOctets("\r\n"u8);
    }

    /// <summary>Writes octets as they are: whole lines that were checked when they were made, such as <see cref="DateField.Line"/>.</summary>
    public void WriteOctets(scoped ReadOnlySpan<byte> octets)
    {
        if (octets.Length > _span.Length - _written)
        {
            Reserve(octets.Length);
        }

        octets.CopyTo(_span[_written..]);
        _written += octets.Length;
    }

    /// <summary>Ends the section with its empty line and hands everything to the output.</summary>
    public void Complete()
    {
        WriteOctets("\r\n"u8);
        Flush();
    }

    /// <summary>Hands everything written so far to the output, so that others may write to it.</summary>
    public void Flush()
    {
        _output.Advance(_written);
        _span = default;
        _written = 0;
    }

    private const string NameRule = "RFC 9110 §5.1: a field name must be a token.";
    private const string ValueRule = "RFC 9110 §5.5: a field value must not hold CR, LF, NUL or another control.";

    private static ReadOnlySpan<byte> KnownName(KnownField field) =>
        field == KnownField.None ? throw new ArgumentException(NameRule, nameof(field)) : KnownFields.Utf8Name(field);

    private static void CheckValue(ReadOnlySpan<byte> value, string argument, string rule)
    {
        if (!Grammar.IsFieldValue(value))
        {
            throw new ArgumentException(rule, argument);
        }
    }

    private static void CheckText(string value, string argument)
    {
        ArgumentNullException.ThrowIfNull(value, argument);
        foreach (var character in value)
        {
            if (character is (< ' ' and not '\t') or '\u007F' or > '\u00FF')
            {
                throw new ArgumentException(character > '\u00FF' ? "RFC 9110 §5.5: a field value is octets; a character beyond U+00FF must be encoded first." : ValueRule, argument);
            }
        }
    }

    private void WriteLine(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Reserve(name.Length + value.Length + 4);
        WriteOctets(name);
        WriteOctets(": "u8);
        WriteOctets(value);
        WriteOctets("\r\n"u8);
    }

    private void WriteLine(scoped ReadOnlySpan<byte> name, string value)
    {
        Reserve(name.Length + value.Length + 4);
        WriteOctets(name);
        WriteOctets(": "u8);
        _written += Encoding.Latin1.GetBytes(value, _span[_written..]);
        WriteOctets("\r\n"u8);
    }

    private void Reserve(int bytes)
    {
        if (bytes > _span.Length - _written)
        {
            _output.Advance(_written);
            _written = 0;
            _span = _output.GetSpan(Math.Max(bytes, SpanBytes));
        }
    }
}
