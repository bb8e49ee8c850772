using System.Buffers;
using System.Globalization;
using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>The fields of a form, as pairs in the form of a query, <c>a=1&amp;b=2</c>, whatever they came as: so that all text is found and decoded in one way.</summary>
/// <remarks>Content that came so in one piece is not copied.</remarks>
internal sealed class FormText
{
    /// <summary>Limit: of the fields of a form, each of which is looked at for each parameter. The number of Kestrel.</summary>
    public const int MaxFields = 1024;

    /// <summary>Limit: of the name of a field in octets, as it came. The number of Kestrel.</summary>
    public const int MaxNameBytes = 2 * 1024;

    /// <summary>Limit: of the value of a field in octets, as it came. The number of Kestrel: a text area holds much, but larger things are files.</summary>
    public const int MaxValueBytes = 4 * 1024 * 1024;

    private static readonly MultipartLimits s_parts = new() { MaxParts = MaxFields };

    // What would end a name or a value, or stand for something else.
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create("%&=+"u8);

    private byte[]? _rented;

    /// <summary>The pairs; valid until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Pairs { get; private set; }

    /// <summary>A form of type <c>application/x-www-form-urlencoded</c>.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public Problem? ReadPairs(ReadOnlySequence<byte> content)
    {
        if (content.IsSingleSegment)
        {
            Pairs = content.First;
        }
        else
        {
            var length = (int)content.Length;
            _rented = ArrayPool<byte>.Shared.Rent(length);
            content.CopyTo(_rented);
            Pairs = _rented.AsMemory(0, length);
        }

        return CheckLimits(Pairs.Span);
    }

    /// <summary>A form of type <c>multipart/form-data</c>.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public Problem? ReadParts(ReadOnlySequence<byte> content, ReadOnlySpan<byte> boundary)
    {
        var decoder = new MultipartDecoder(boundary, s_parts);
        try
        {
            var pairs = new ArrayBufferWriter<byte>();
            var isField = false;
            foreach (var segment in content)
            {
                if (ReadParts(decoder, segment, pairs, ref isField) is { } problem)
                {
                    return problem;
                }
            }

            Pairs = pairs.WrittenMemory;
            return decoder.End() == MultipartStatus.Violation ? Violated(decoder) : CheckLimits(Pairs.Span);
        }
        finally
        {
            decoder.Release();
        }
    }

    public void Release()
    {
        Pairs = default;
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static Problem? ReadParts(MultipartDecoder decoder, ReadOnlyMemory<byte> octets, ArrayBufferWriter<byte> pairs, ref bool isField)
    {
        while (true)
        {
            var status = decoder.Decode(octets, out var run, out var consumed);
            octets = octets[consumed..];
            switch (status)
            {
                case MultipartStatus.NeedMore:
                    return null;
                case MultipartStatus.Violation:
                    return Violated(decoder);
                case MultipartStatus.PartHead:
                    if (!PartDisposition.TryRead(decoder.Fields, out var name, out var fileName))
                    {
                        return ContentProblem.NoDisposition(decoder.PartCount);
                    }

                    isField = fileName is null;
                    if (isField)
                    {
                        Escape(Encoding.UTF8.GetBytes(name), pairs);
                        pairs.Write("="u8);
                    }

                    break;
                case MultipartStatus.Content when isField:
                    Escape(run.Span, pairs);
                    break;
                case MultipartStatus.PartEnd when isField:
                    pairs.Write("&"u8);
                    break;
            }
        }
    }

    private static void Escape(ReadOnlySpan<byte> octets, ArrayBufferWriter<byte> pairs)
    {
        while (octets.IndexOfAny(s_escaped) is >= 0 and var at)
        {
            pairs.Write(octets[..at]);
            var octet = octets[at];
            pairs.Write([(byte)'%', Digit(octet >> 4), Digit(octet & 0xF)]);
            octets = octets[(at + 1)..];
        }

        pairs.Write(octets);

        static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
    }

    private static Problem? CheckLimits(ReadOnlySpan<byte> pairs)
    {
        var count = 0;
        while (!pairs.IsEmpty)
        {
            var end = pairs.IndexOf((byte)'&');
            var pair = end < 0 ? pairs : pairs[..end];
            pairs = end < 0 ? default : pairs[(end + 1)..];
            var equals = pair.IndexOf((byte)'=');
            var nameBytes = equals < 0 ? pair.Length : equals;
            if (pair.IsEmpty)
            {
                continue;
            }

            if (++count > MaxFields)
            {
                return TooLarge($"The form has more than {MaxFields:N0} fields.");
            }

            if (nameBytes > MaxNameBytes || pair.Length - nameBytes - 1 > MaxValueBytes)
            {
                return TooLarge($"Field {count:N0} of the form has a name of more than {MaxNameBytes:N0} octets, or a value of more than {MaxValueBytes:N0}.");
            }
        }

        return null;
    }

    private static Problem TooLarge(FormattableString detail) => new(StatusCode.ContentTooLarge) { Detail = detail.ToString(CultureInfo.InvariantCulture) };

    private static Problem Violated(MultipartDecoder decoder) => ContentProblem.Violated(decoder.Violation);
}
