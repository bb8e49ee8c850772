using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>What a request says that its content is (RFC 9110 §8.3).</summary>
internal readonly ref struct RequestMediaType
{
    private readonly ReadOnlySpan<byte> _type;

    private RequestMediaType(ReadOnlySpan<byte> type, ReadOnlySpan<byte> parameters, bool isAbsent)
    {
        _type = type;
        Parameters = parameters;
        IsAbsent = isAbsent;
    }

    /// <summary>Whether the request does not say.</summary>
    public bool IsAbsent { get; }

    /// <summary>What follows the type, its semicolon included.</summary>
    public ReadOnlySpan<byte> Parameters { get; }

    /// <summary>Reads the field. If it is repeated it says nothing that can be relied on: then it is of no type, but not absent.</summary>
    public static RequestMediaType Of(FieldSection fields)
    {
        if (!fields.TryGet(KnownField.ContentType, out var value))
        {
            return new RequestMediaType(default, default, isAbsent: true);
        }

        if (fields.CountOf(KnownField.ContentType) > 1)
        {
            return default;
        }

        var end = value.IndexOf((byte)';');
        return end < 0
            ? new RequestMediaType(value.Trim(" \t"u8), default, isAbsent: false)
            : new RequestMediaType(value[..end].Trim(" \t"u8), value[end..], isAbsent: false);
    }

    /// <summary>Whether it is a type, whatever its parameters.</summary>
    public bool Is(ReadOnlySpan<byte> type) => Ascii.EqualsIgnoreCase(_type, type);

    /// <summary>Whether its parameters are well-formed and name no charset but UTF-8 or its subset.</summary>
    public bool IsUtf8()
    {
        var parameters = new FieldParameters(Parameters);
        while (parameters.TryNext())
        {
            if (Ascii.EqualsIgnoreCase(parameters.Name, "charset"u8)
                && !Ascii.EqualsIgnoreCase(parameters.Value, "utf-8"u8) && !Ascii.EqualsIgnoreCase(parameters.Value, "us-ascii"u8))
            {
                return false;
            }
        }

        return !parameters.IsMalformed;
    }

    /// <summary>The boundary of multipart content (RFC 2046 §5.1.1).</summary>
    /// <returns>False if there is none, more than one, or what it names cannot be one.</returns>
    public bool TryGetBoundary(out ReadOnlySpan<byte> boundary)
    {
        boundary = default;
        var parameters = new FieldParameters(Parameters);
        while (parameters.TryNext())
        {
            if (!Ascii.EqualsIgnoreCase(parameters.Name, "boundary"u8))
            {
                continue;
            }

            if (!boundary.IsEmpty)
            {
                return false;
            }

            boundary = parameters.Value;
        }

        return !parameters.IsMalformed && MultipartDecoder.IsBoundary(boundary);
    }
}
