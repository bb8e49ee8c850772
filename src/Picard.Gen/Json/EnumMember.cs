using System.Text.Json;

namespace Picard.Gen;

/// <summary>A member of an enum.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class EnumMember<T>(string name, T value)
    where T : struct, Enum
{
    /// <summary>The name in JSON.</summary>
    public string Name => name;

    /// <summary>The value.</summary>
    public T Value => value;

    internal JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name);
}
