using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard;

/// <summary>What the compiler makes of an interpolated string that is written as content: each part goes to the output as UTF-8. Numbers and dates are invariant.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct ContentText
{
    // The longest number, date, or identifier in its longest usual format.
    private const int FirstBytes = 64;

    private readonly Downstream _downstream;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">The characters outside braces.</param>
    /// <param name="formattedCount">The values.</param>
    /// <param name="downstream">What is written to.</param>
    /// <param name="isOpen">False: nothing is evaluated, since nobody would read it.</param>
    public ContentText(int literalLength, int formattedCount, Downstream downstream, out bool isOpen)
    {
        _downstream = downstream;
        using var turn = downstream.Turn();
        isOpen = downstream.Content() is not null;
    }

    /// <summary>Writes text.</summary>
    public void AppendLiteral(string value) => Write(value);

    /// <summary>Writes text; null is nothing.</summary>
    public void AppendFormatted(string? value) => Write(value);

    /// <summary>Writes text with spaces; null is nothing.</summary>
    /// <param name="value">The text.</param>
    /// <param name="alignment">The least number of characters: spaces before it, or behind it if this is negative.</param>
    /// <param name="format">Text has none.</param>
    public void AppendFormatted(string? value, int alignment = 0, string? format = null) => Write(value, alignment);

    /// <inheritdoc cref="AppendFormatted(string?, int, string?)"/>
    public void AppendFormatted(ReadOnlySpan<char> value, int alignment = 0, string? format = null) => Write(value, alignment);

    /// <summary>Writes octets as they are.</summary>
    public void AppendFormatted(ReadOnlySpan<byte> value)
    {
        using var turn = _downstream.Turn();
        _downstream.Content()?.Write(value);
    }

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value; null is nothing.</param>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, format: null);

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value; null is nothing.</param>
    /// <param name="format">Its format.</param>
    public void AppendFormatted<T>(T value, string? format)
    {
        // For a value type the runtime decides this when it compiles, and boxes nothing.
        if (value is not IUtf8SpanFormattable)
        {
            Write(TextOf(value, format));
            return;
        }

        using var turn = _downstream.Turn();
        if (_downstream.Content() is not { } content)
        {
            return;
        }

        content.CheckRoom(0);
        var bytes = FirstBytes;
        int written;
        while (!((IUtf8SpanFormattable)value).TryFormat(content.GetSpan(bytes), out written, format, CultureInfo.InvariantCulture))
        {
            bytes *= 2;
            if (bytes > ResponseContent.MaxWriteBytes)
            {
                content.CheckRoom(bytes);
            }
        }

        content.CheckRoom(written);
        content.Advance(written);
    }

    /// <summary>Writes a value with spaces.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value; null is nothing.</param>
    /// <param name="alignment">The least number of characters: spaces before it, or behind it if this is negative.</param>
    /// <param name="format">Its format.</param>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        Span<char> text = stackalloc char[FirstBytes];
        if (value is ISpanFormattable && ((ISpanFormattable)value).TryFormat(text, out var written, format, CultureInfo.InvariantCulture))
        {
            Write(text[..written], alignment);
        }
        else
        {
            Write(TextOf(value, format), alignment);
        }
    }

    private static string? TextOf<T>(T value, string? format) =>
        value is IFormattable ? ((IFormattable)value).ToString(format, CultureInfo.InvariantCulture) : value?.ToString();

    private void Write(ReadOnlySpan<char> text, int alignment)
    {
        var spaces = Math.Abs((long)alignment) - text.Length;
        if (alignment > 0)
        {
            WriteSpaces(spaces);
        }

        Write(text);
        if (alignment < 0)
        {
            WriteSpaces(spaces);
        }
    }

    private void WriteSpaces(long count)
    {
        const string Spaces = "                ";
        for (; count > 0; count -= Spaces.Length)
        {
            Write(Spaces.AsSpan(0, (int)Math.Min(count, Spaces.Length)));
        }
    }

    private void Write(ReadOnlySpan<char> text)
    {
        using var turn = _downstream.Turn();
        _downstream.Content()?.Write(text);
    }
}
