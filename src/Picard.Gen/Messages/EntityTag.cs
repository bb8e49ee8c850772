using System.Text;

namespace Picard;

/// <summary>An entity tag (RFC 9110 §8.8.3): an opaque name of one state of a resource, strong if every octet is the same wherever the tag is.</summary>
public readonly struct EntityTag : IEquatable<EntityTag>
{
    private readonly string? _opaque;

    private EntityTag(string opaque, bool isWeak)
    {
        _opaque = opaque;
        IsWeak = isWeak;
    }

    /// <summary>Whether it is weak: the same for states that are as good as each other, though not octet for octet.</summary>
    public bool IsWeak { get; }

    /// <summary>What is between the quotes.</summary>
    public string Opaque => _opaque ?? "";

    /// <summary>A strong tag.</summary>
    /// <param name="opaque">What is between the quotes: visible characters of ASCII or Latin-1, without <c>"</c>.</param>
    /// <returns>The tag.</returns>
    /// <exception cref="ArgumentException">A character is not allowed in an entity tag.</exception>
    public static EntityTag Strong(string opaque) => new(Checked(opaque), isWeak: false);

    /// <summary>A weak tag.</summary>
    /// <inheritdoc cref="Strong(string)"/>
    public static EntityTag Weak(string opaque) => new(Checked(opaque), isWeak: true);

    /// <summary>Reads one tag: <c>"abc"</c> or <c>W/"abc"</c>.</summary>
    /// <param name="text">A field value, or an element of a list.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>False if it is not an entity tag.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out EntityTag tag)
    {
        var isWeak = text.StartsWith("W/\""u8); // RFC 9110 §8.8.3: the W is case-sensitive.
        var quoted = isWeak ? text[2..] : text;
        tag = default;
        if (quoted.Length < 2 || quoted[0] != '"' || quoted[^1] != '"')
        {
            return false;
        }

        var opaque = quoted[1..^1];
        foreach (var octet in opaque)
        {
            if (!IsAllowed((char)octet))
            {
                return false;
            }
        }

        tag = new EntityTag(Encoding.Latin1.GetString(opaque), isWeak);
        return true;
    }

    /// <summary>The strong comparison of RFC 9110 §8.8.3.2: equal, and neither is weak. For If-Match and ranges.</summary>
    /// <param name="other">The other tag.</param>
    /// <returns>Whether both name the same octets.</returns>
    public bool StronglyEquals(EntityTag other) => !IsWeak && !other.IsWeak && Opaque == other.Opaque;

    /// <summary>The weak comparison of RFC 9110 §8.8.3.2: equal, weak or not. For If-None-Match.</summary>
    /// <param name="other">The other tag.</param>
    /// <returns>Whether both name states that are as good as each other.</returns>
    public bool WeaklyEquals(EntityTag other) => Opaque == other.Opaque;

    /// <summary>The tag as a field value.</summary>
    public override string ToString() => IsWeak ? $"W/\"{Opaque}\"" : $"\"{Opaque}\"";

    /// <summary>The same tag: both parts, not one of the comparisons of RFC 9110.</summary>
    /// <param name="other">The other tag.</param>
    /// <returns>Whether they are written alike.</returns>
    public bool Equals(EntityTag other) => IsWeak == other.IsWeak && Opaque == other.Opaque;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EntityTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsWeak, Opaque);

    /// <inheritdoc cref="Equals(EntityTag)"/>
    public static bool operator ==(EntityTag left, EntityTag right) => left.Equals(right);

    /// <summary>Whether they are written differently.</summary>
    public static bool operator !=(EntityTag left, EntityTag right) => !left.Equals(right);

    private static string Checked(string opaque)
    {
        ArgumentNullException.ThrowIfNull(opaque);
        foreach (var c in opaque)
        {
            if (!IsAllowed(c))
            {
                throw new ArgumentException($"An entity tag cannot contain the character U+{(int)c:X4}: visible ASCII without the quotation mark, and Latin-1, are allowed (RFC 9110 §8.8.3).", nameof(opaque));
            }
        }

        return opaque;
    }

    // etagc = %x21 / %x23-7E / obs-text
    private static bool IsAllowed(char c) => c is '!' or (>= '#' and <= '~') or (>= '\x80' and <= '\xff');
}
