using System.Text.Json;

namespace Picard.Gen;

/// <summary>The shape of a type that has none. The analyzers report where it is used; if they are off, the first use throws.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class UnsupportedShape<T> : Shape<T>
{
    private UnsupportedShape()
    {
    }

    internal static UnsupportedShape<T> Instance { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(Utf8JsonWriter writer, T value) => throw Unsupported();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override T Read(ref Utf8JsonReader reader) => throw Unsupported();

    private static NotSupportedException Unsupported() => new($"There is no JSON shape for {typeof(T)}. Mark the handler [Json<…>] with a JsonSerializerContext that has it.");
}
