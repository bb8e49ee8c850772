namespace Picard.Gen;

/// <summary>How a value is read from decoded text: one implementation per family of types, chosen by overload resolution.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public interface IText<T>
{
    /// <summary>Whether an empty text counts as no value, as it does for everything but strings.</summary>
    static abstract bool EmptyIsMissing { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="utf8">Decoded text, known to be valid UTF-8.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the text is one.</returns>
    static abstract bool TryParse(ReadOnlySpan<byte> utf8, out T value);
}
