using System.Text.Json;

namespace Picard.Gen;

/// <summary>A member of an enum.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class EnumMember<T>
    where T : struct, Enum
{
    /// <summary>A member.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="comparison">How the name is recognised when it is read.</param>
    public EnumMember(string name, T value, EnumNameComparison comparison = EnumNameComparison.AnyCase)
    {
        Name = name;
        Value = value;
        IsExact = comparison == EnumNameComparison.Exact;
        Encoded = JsonEncodedText.Encode(name);
    }

    /// <summary>The name in JSON.</summary>
    public string Name { get; }

    /// <summary>The value.</summary>
    public T Value { get; }

    /// <summary>Whether the name is read only as it is written.</summary>
    internal bool IsExact { get; }

    internal JsonEncodedText Encoded { get; }
}
