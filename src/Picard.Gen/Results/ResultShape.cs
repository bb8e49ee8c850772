using System.Text.Json;

namespace Picard.Gen;

/// <summary>How a type is sent that is a result and no JSON: it is never read, and never a part of a value.</summary>
/// <typeparam name="T">The type.</typeparam>
public abstract class ResultShape<T> : Shape<T>
{
    private protected ResultShape()
    {
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override void Write(Utf8JsonWriter writer, T value) => throw NotJson();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public sealed override T Read(ref Utf8JsonReader reader) => throw NotJson();

    /// <summary>The best of the kinds of a union, and which one it is.</summary>
    private protected static (ResultFit Fit, int Index) Best(params ReadOnlySpan<ResultFit> fits)
    {
        var best = 0;
        for (var i = 1; i < fits.Length; i++)
        {
            best = fits[i] > fits[best] ? i : best;
        }

        return (fits[best], best);
    }

    private static NotSupportedException NotJson() => new($"{typeof(T)} is what a method returns, and no JSON.");
}
