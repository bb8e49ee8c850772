using System.Text;

namespace Picard;

/// <summary>One field line as received: the name in the sender's spelling, the value without the whitespace around it.</summary>
/// <remarks>Valid as long as the message it comes from.</remarks>
public readonly ref struct FieldLine
{
    internal FieldLine(KnownField known, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Known = known;
        Name = name;
        Value = value;
    }

    /// <summary>The name's number, or <see cref="KnownField.None"/>.</summary>
    public KnownField Known { get; }

    /// <summary>The name as received.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value, without leading and trailing whitespace (RFC 9110 §5.5).</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The line as text; octets above 0x7F as Latin-1.</summary>
    public override string ToString() => $"{Encoding.Latin1.GetString(Name)}: {Encoding.Latin1.GetString(Value)}";
}
