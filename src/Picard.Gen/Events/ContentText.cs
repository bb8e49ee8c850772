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
    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">The characters outside braces.</param>
    /// <param name="formattedCount">The values.</param>
    /// <param name="downstream">What is written to.</param>
    /// <param name="isOpen">False: nothing is evaluated, since nobody would read it.</param>
    public ContentText(int literalLength, int formattedCount, Downstream downstream, out bool isOpen)
    {
        Content = downstream.Content();
        isOpen = Content is not null;
    }

    internal ResponseContent? Content { get; }

    /// <summary>Writes text.</summary>
    public void AppendLiteral(string value) => Content!.Write(value);

    /// <summary>Writes text; null is nothing.</summary>
    public void AppendFormatted(string? value) => Content!.Write(value);

    /// <summary>Writes text.</summary>
    public void AppendFormatted(ReadOnlySpan<char> value) => Content!.Write(value);

    /// <summary>Writes octets as they are.</summary>
    public void AppendFormatted(ReadOnlySpan<byte> value) => Content!.Write(value);

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value; null is nothing.</param>
    /// <param name="format">Its format.</param>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        // For a value type the runtime decides this when it compiles, and boxes nothing.
        if (value is IUtf8SpanFormattable)
        {
            var bytes = 32;
            int written;
            while (!((IUtf8SpanFormattable)value).TryFormat(Content!.GetSpan(bytes), out written, format, CultureInfo.InvariantCulture))
            {
                bytes *= 2;
                Content.CheckRoom(bytes);
            }

            Content.CheckRoom(written);
            Content.Advance(written);
        }
        else
        {
            Content!.Write(value is IFormattable ? ((IFormattable)value).ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
        }
    }
}
