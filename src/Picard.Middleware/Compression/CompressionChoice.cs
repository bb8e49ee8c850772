using System.Collections.Frozen;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Picard.Http;

namespace Picard;

/// <summary>What is compressed, with what, by the options; shared by all exchanges of an application.</summary>
internal sealed class CompressionChoice
{
    private static readonly CompressionOptions s_defaults = new();

    // One for each options object, so that its limit holds for all that use it.
    private static readonly ConditionalWeakTable<CompressionOptions, CompressionChoice> s_known = [];

    private readonly ContentCoding[] _codings;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _types;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _tops;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _suffixes;
    private readonly int _minBytes;
    private readonly EncoderPool _encoders;

    private CompressionChoice(CompressionOptions options)
    {
        Check(options);
        _codings = [.. options.Codings];
        _types = SetOf(options.MediaTypes.Where(static t => !t.StartsWith('+') && !t.EndsWith("/*", StringComparison.Ordinal)));
        _tops = SetOf(options.MediaTypes.Where(static t => t.EndsWith("/*", StringComparison.Ordinal)).Select(static t => t[..^2]));
        _suffixes = SetOf(options.MediaTypes.Where(static t => t.StartsWith('+')).Select(static t => t[1..]));
        _minBytes = options.MinContentBytes;
        _encoders = new EncoderPool(options.Level, options.MaxResponses);
    }

    public static CompressionChoice Of(CompressionOptions? options) => s_known.GetValue(options ?? s_defaults, static o => new CompressionChoice(o));

    /// <summary>Whether a response would be compressed for a client that likes it.</summary>
    public bool Covers(OutgoingResponse response)
    {
        if (response["Content-Encoding"] is not null || response["Content-Range"] is not null || response.HasElement("Cache-Control", "no-transform"))
        {
            return false;
        }

        if (response.Status == StatusCode.NotModified)
        {
            // It stands for a 200 of which nothing else may be known.
            return response.ContentType is not { } type || IsListed(type);
        }

        return response.Status.AllowsContent
            && response.Status != StatusCode.PartialContent
            && !(response.ContentLength < Math.Max(_minBytes, 1))
            && response.ContentType is { } contentType
            && IsListed(contentType);
    }

    /// <summary>The coding that the client likes best, of several the first of the options.</summary>
    /// <returns>Null: the content is sent as it is.</returns>
    public ContentCoding? Negotiate(FieldSection fields)
    {
        // RFC 9110 §12.5.3: without the field any coding would do; but who does not ask, mostly cannot decode.
        if (!fields.Contains(KnownField.AcceptEncoding))
        {
            return null;
        }

        ContentCoding? chosen = null;
        var best = 0;
        foreach (var coding in _codings)
        {
            var quality = AcceptedCodings.Quality(fields, coding == ContentCoding.Brotli ? "br"u8 : "gzip"u8, coding == ContentCoding.Gzip ? "x-gzip"u8 : default);
            if (quality > best)
            {
                (chosen, best) = (coding, quality);
            }
        }

        // One that is less welcome than none is not applied.
        return best > 0 && best >= AcceptedCodings.IdentityQuality(fields) ? chosen : null;
    }

    /// <summary>How many responses are being compressed.</summary>
    public int AtWork => _encoders.AtWork;

    public ContentTransform? Rent(ContentCoding coding) => _encoders.Rent(coding);

    private bool IsListed(string contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        var slash = type.IndexOf('/');
        if (slash < 0)
        {
            return false;
        }

        var plus = type.LastIndexOf('+');
        return _types.Contains(type) || _tops.Contains(type[..slash]) || (plus > slash && _suffixes.Contains(type[(plus + 1)..]));
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> SetOf(IEnumerable<string> names) =>
        names.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static void Check(CompressionOptions options)
    {
        if (options.Codings.Count == 0)
        {
            throw new OptionException("CompressionOptions.Codings is empty: without a coding nothing is compressed, so leave Compression out.");
        }

        if (options.MediaTypes.FirstOrDefault(static t => !t.StartsWith('+') && t.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong)
        {
            throw new OptionException($"CompressionOptions.MediaTypes has '{wrong}': it holds type/subtype, type/* and +suffix.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(options.MinContentBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxResponses);
        if (!Enum.IsDefined(options.Level) || options.Level == CompressionLevel.NoCompression)
        {
            throw new OptionException($"CompressionOptions.Level is {options.Level}: leave Compression out to compress nothing.");
        }
    }
}
