using System.Buffers;
using System.Text.Json;

namespace Picard.Gen.Generators.Tests;

/// <summary>A type with its emitted shape, whatever the type is.</summary>
internal interface ICase
{
    string Name { get; }

    /// <summary>A random value as JSON by System.Text.Json and by the shape.</summary>
    (string Theirs, string Ours) Write(Random random);

    /// <summary>What comes of reading a text and writing it again, by System.Text.Json and by the shape; null: it is refused.</summary>
    (string? Theirs, string? Ours) Reread(byte[] json, int splitAt = -1);
}

internal sealed class Case<T>(Shape<T> shape) : ICase
{
    public static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public string Name => typeof(T).Name;

    public (string Theirs, string Ours) Write(Random random)
    {
        var value = (T)RandomValue.Of(typeof(T), random, depth: 0)!;
        return (JsonSerializer.Serialize(value, Web), Text(value));
    }

    public (string? Theirs, string? Ours) Reread(byte[] json, int splitAt)
    {
        var content = splitAt < 0 ? new ReadOnlySequence<byte>(json) : Pieces.Of(json, splitAt);
        return (Theirs(json), JsonInput.TryRead(content, shape, out var value, out _, out _) ? Writable(() => Text(value)) : null);
    }

    private static string? Theirs(byte[] json)
    {
        T value;
        try
        {
            value = JsonSerializer.Deserialize<T>(json, Web)!;
        }
        catch (JsonException)
        {
            return null;
        }

        return Writable(() => JsonSerializer.Serialize(value, Web));
    }

    /// <summary>Half a character in an element, and an array that is none, cannot be written by anyone.</summary>
    private static string Writable(Func<string> write)
    {
        try
        {
            return write();
        }
        catch (Exception fault) when (fault is InvalidOperationException or JsonException)
        {
            return "not writable";
        }
    }

    private string Text(T value)
    {
        var content = JsonContent.Rent();
        content.Write(shape, value);
        var text = System.Text.Encoding.UTF8.GetString(content.Written.Span);
        content.Return();
        return text;
    }
}
