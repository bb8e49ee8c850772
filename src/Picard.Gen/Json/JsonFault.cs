using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>What emitted code throws when JSON is not a value of the type. The texts go to the client and never repeat what it sent.</summary>
public static class JsonFault
{
    /// <summary>Checks that the reader is at the beginning of an object.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="JsonException">It is at something else.</exception>
    public static void ExpectObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Expected("an object");
        }
    }

    /// <summary>A required member is missing.</summary>
    /// <param name="name">The member's name in JSON.</param>
    /// <returns>What to throw.</returns>
    public static JsonException Missing(string name) => new ShapeException($"lacks the required member '{name}'");

    /// <summary>Nothing can be read as the type.</summary>
    /// <param name="reason">Why, such as <c>'Animal' is abstract</c>.</param>
    /// <returns>What to throw.</returns>
    public static NotSupportedException Unreadable(string reason) => new($"No JSON can be read: {reason}.");

    internal static JsonException Expected(string what) => new ShapeException($"is not {what}");

    [DoesNotReturn]
    internal static void ThrowExpected(string what) => throw Expected(what);
}
