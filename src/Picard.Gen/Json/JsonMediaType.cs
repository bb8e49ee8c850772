using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>Whether a request says that its content is JSON.</summary>
internal static class JsonMediaType
{
    /// <summary><c>application/json</c>, or a type with the suffix <c>+json</c> (RFC 6839 §3.1), in UTF-8 (RFC 8259 §8.1) or without a charset.</summary>
    public static bool Is(FieldSection fields)
    {
        if (!fields.TryGet(KnownField.ContentType, out var value) || fields.CountOf("Content-Type"u8) != 1)
        {
            return false;
        }

        var end = value.IndexOf((byte)';');
        var type = (end < 0 ? value : value[..end]).Trim(" \t"u8);
        var isJson = Ascii.EqualsIgnoreCase(type, "application/json"u8)
            || (type.IndexOf((byte)'/') is > 0 and var slash && type.Length - slash > "+json".Length + 1 && Ascii.EqualsIgnoreCase(type[^"+json".Length..], "+json"u8));
        return isJson && (end < 0 || IsUtf8(value[(end + 1)..]));
    }

    private static bool IsUtf8(ReadOnlySpan<byte> parameters)
    {
        while (!parameters.IsEmpty)
        {
            var end = parameters.IndexOf((byte)';');
            var parameter = (end < 0 ? parameters : parameters[..end]).Trim(" \t"u8);
            parameters = end < 0 ? default : parameters[(end + 1)..];
            var equals = parameter.IndexOf((byte)'=');
            if (equals > 0 && Ascii.EqualsIgnoreCase(parameter[..equals], "charset"u8))
            {
                var charset = parameter[(equals + 1)..].Trim("\""u8);
                return Ascii.EqualsIgnoreCase(charset, "utf-8"u8) || Ascii.EqualsIgnoreCase(charset, "us-ascii"u8);
            }
        }

        return true;
    }
}
