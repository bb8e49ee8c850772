using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Picard.Gen;

// The families of types that are read from text. They differ in one line each, so they share a file; users never name them.

/// <summary>A string: any text, the empty one included.</summary>
public readonly struct StringText : IText<string>
{
    /// <inheritdoc/>
    public static bool EmptyIsMissing => false;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out string value)
    {
        value = Encoding.UTF8.GetString(utf8);
        return true;
    }
}

/// <summary>A truth value: <c>true</c> or <c>false</c>, in any case.</summary>
public readonly struct BoolText : IText<bool>
{
    /// <inheritdoc/>
    public static bool EmptyIsMissing => true;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out bool value)
    {
        value = Ascii.EqualsIgnoreCase(utf8, "true"u8);
        return value || Ascii.EqualsIgnoreCase(utf8, "false"u8);
    }
}

/// <summary>A type that parses itself from UTF-8: numbers, GUIDs, addresses.</summary>
/// <typeparam name="T">The type.</typeparam>
public readonly struct Utf8Text<T> : IText<T>
    where T : IUtf8SpanParsable<T>
{
    /// <inheritdoc/>
    public static bool EmptyIsMissing => true;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out T value) => T.TryParse(utf8, CultureInfo.InvariantCulture, out value!);
}

/// <summary>A type that parses itself from a span of characters: dates and times.</summary>
/// <typeparam name="T">The type.</typeparam>
public readonly struct CharsText<T> : IText<T>
    where T : ISpanParsable<T>
{
    /// <inheritdoc/>
    public static bool EmptyIsMissing => true;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out T value)
    {
        // UTF-16 never has more code units than UTF-8 has octets.
        char[]? rented = null;
        var chars = utf8.Length <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        _ = Utf8.ToUtf16(utf8, chars, out _, out var written);
        var parsed = T.TryParse(chars[..written], CultureInfo.InvariantCulture, out value!);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return parsed;
    }
}

/// <summary>A type that parses itself from a string.</summary>
/// <typeparam name="T">The type.</typeparam>
public readonly struct ParsableText<T> : IText<T>
    where T : IParsable<T>
{
    /// <inheritdoc/>
    public static bool EmptyIsMissing => true;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out T value) => T.TryParse(Encoding.UTF8.GetString(utf8), CultureInfo.InvariantCulture, out value!);
}

/// <summary>An enum: the name of a member, in any case, or its number. A number that no member has is refused, unless the enum is a set of flags.</summary>
/// <typeparam name="T">The enum.</typeparam>
public readonly struct EnumText<T> : IText<T>
    where T : struct, Enum
{
    // Limit: no member's name is longer; hostile text is not even widened.
    private const int MaxLength = 512;

    /// <inheritdoc/>
    public static bool EmptyIsMissing => true;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out T value)
    {
        if (utf8.Length > MaxLength)
        {
            value = default;
            return false;
        }

        Span<char> chars = stackalloc char[MaxLength];
        _ = Utf8.ToUtf16(utf8, chars, out _, out var written);
        return Enum.TryParse(chars[..written], ignoreCase: true, out value) && (s_isFlags || Enum.IsDefined(value));
    }

    private static readonly bool s_isFlags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);
}
