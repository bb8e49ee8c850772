using System.Text;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>The names of an object's members in JSON. They are compared without case; one that comes in the order of declaration is found at once.</summary>
public sealed class MemberNames
{
    // Limit: a longer name that needs unescaping is no member of ours; it is skipped without being looked at.
    private const int MaxUnescapedLength = 512;

    private readonly byte[][] _utf8;
    private readonly string[] _names;
    private readonly UnknownMembers _unknown;

    /// <summary>The names of a type that skips unknown members.</summary>
    /// <param name="names">The names, in the order of declaration.</param>
    public MemberNames(params string[] names)
        : this(UnknownMembers.Skipped, names)
    {
    }

    /// <summary>The names of a type.</summary>
    /// <param name="unknown">What becomes of other members.</param>
    /// <param name="names">The names, in the order of declaration.</param>
    public MemberNames(UnknownMembers unknown, params string[] names)
    {
        _unknown = unknown;
        _names = names;
        _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Moves to the value of the next member that the type has.</summary>
    /// <param name="reader">The reader, at the beginning of the object or at the end of the last member's value.</param>
    /// <param name="expected">The member to expect next; 0 at first.</param>
    /// <param name="member">The position of the member's name.</param>
    /// <returns>False at the end of the object.</returns>
    /// <exception cref="JsonException">The JSON is malformed, or has a member that is refused.</exception>
    public bool TryRead(ref Utf8JsonReader reader, ref int expected, out int member)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            member = IndexOf(ref reader, expected);
            if (member < 0 && _unknown == UnknownMembers.Refused)
            {
                throw new ShapeException("is not a member of the type");
            }

            _ = reader.Read();
            if (member >= 0)
            {
                expected = member + 1;
                return true;
            }

            reader.Skip();
        }

        member = -1;
        return false;
    }

    private int IndexOf(ref Utf8JsonReader reader, int expected)
    {
        if (!reader.ValueIsEscaped && !reader.HasValueSequence)
        {
            return (uint)expected < (uint)_utf8.Length && reader.ValueSpan.SequenceEqual(_utf8[expected]) ? expected : IndexOf(reader.ValueSpan);
        }

        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > MaxUnescapedLength)
        {
            return -1;
        }

        Span<byte> name = stackalloc byte[MaxUnescapedLength];
        try
        {
            return IndexOf(name[..reader.CopyString(name)]);
        }
        catch (InvalidOperationException)
        {
            // Not Unicode, so none of ours.
            return -1;
        }
    }

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            if (name.SequenceEqual(_utf8[i]))
            {
                return i;
            }
        }

        for (var i = 0; i < _utf8.Length; i++)
        {
            if (Ascii.IsValid(_names[i]) ? Ascii.EqualsIgnoreCase(name, _utf8[i]) : EqualsIgnoreCase(name, _names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> utf8, string name)
    {
        // Changing case may change the number of octets, never by more than this.
        if (utf8.Length > name.Length * 3)
        {
            return false;
        }

        Span<char> chars = stackalloc char[MaxUnescapedLength];
        return utf8.Length <= chars.Length
            && Encoding.UTF8.TryGetChars(utf8, chars, out var written)
            && name.AsSpan().Equals(chars[..written], StringComparison.OrdinalIgnoreCase);
    }
}
