using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Picard.Gen;

/// <summary>The shape of an enum: its number, or with <c>[JsonConverter(typeof(JsonStringEnumConverter))]</c> its name.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class EnumShape<T> : Shape<T>
    where T : struct, Enum
{
    private static readonly TypeCode s_code = Type.GetTypeCode(typeof(T));

    private readonly EnumMember<T>[] _members;
    private readonly EnumForm _form;
    private readonly bool _isFlags;

    /// <summary>A shape of an enum.</summary>
    /// <param name="form">How its values are written.</param>
    /// <param name="members">Its members, in the order of declaration.</param>
    public EnumShape(EnumForm form, params EnumMember<T>[] members)
    {
        _form = form & ~EnumForm.Flags;
        _isFlags = (form & EnumForm.Flags) != 0;
        _members = members;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value)
    {
        if (_form == EnumForm.Number)
        {
            WriteNumber(writer, value);
        }
        else if (NameOf(value) is { } name)
        {
            writer.WriteStringValue(name);
        }
        else if (Combination(value) is { } names)
        {
            writer.WriteStringValue(names);
        }
        else
        {
            WriteNumber(writer, value);
        }
    }

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && _form == EnumForm.Name)
        {
            return ReadName(ref reader);
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            throw JsonFault.Expected(_form == EnumForm.Name ? $"a {typeof(T).Name}" : "the number of an enum");
        }

        return s_code switch
        {
            TypeCode.SByte => Unsafe.BitCast<sbyte, T>(JsonValue.ReadSByte(ref reader)),
            TypeCode.Byte => Unsafe.BitCast<byte, T>(JsonValue.ReadByte(ref reader)),
            TypeCode.Int16 => Unsafe.BitCast<short, T>(JsonValue.ReadInt16(ref reader)),
            TypeCode.UInt16 => Unsafe.BitCast<ushort, T>(JsonValue.ReadUInt16(ref reader)),
            TypeCode.Int32 => Unsafe.BitCast<int, T>(JsonValue.ReadInt32(ref reader)),
            TypeCode.UInt32 => Unsafe.BitCast<uint, T>(JsonValue.ReadUInt32(ref reader)),
            TypeCode.Int64 => Unsafe.BitCast<long, T>(JsonValue.ReadInt64(ref reader)),
            _ => Unsafe.BitCast<ulong, T>(JsonValue.ReadUInt64(ref reader)),
        };
    }

    /// <inheritdoc/>
    public override void WriteName(Utf8JsonWriter writer, T value)
    {
        if (NameOf(value) is { } name)
        {
            writer.WritePropertyName(name);
        }
        else
        {
            writer.WritePropertyName(Combination(value) ?? ToInt64(value).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <inheritdoc/>
    public override T ReadName(ref Utf8JsonReader reader)
    {
        var text = JsonValue.ReadString(ref reader).AsSpan();
        ulong bits = 0;
        foreach (var range in text.Split(','))
        {
            if (!TryName(text[range].Trim(), out var member))
            {
                return TryNumber(text, out var number) ? number : throw JsonFault.Expected($"a {typeof(T).Name}");
            }

            bits |= (ulong)ToInt64(member);
        }

        return FromInt64((long)bits);
    }

    private static void WriteNumber(Utf8JsonWriter writer, T value)
    {
        if (s_code == TypeCode.UInt64)
        {
            writer.WriteNumberValue(Unsafe.BitCast<T, ulong>(value));
        }
        else
        {
            writer.WriteNumberValue(ToInt64(value));
        }
    }

    private static long ToInt64(T value) => s_code switch
    {
        TypeCode.SByte => Unsafe.BitCast<T, sbyte>(value),
        TypeCode.Byte => Unsafe.BitCast<T, byte>(value),
        TypeCode.Int16 => Unsafe.BitCast<T, short>(value),
        TypeCode.UInt16 => Unsafe.BitCast<T, ushort>(value),
        TypeCode.Int32 => Unsafe.BitCast<T, int>(value),
        TypeCode.UInt32 => Unsafe.BitCast<T, uint>(value),
        _ => Unsafe.BitCast<T, long>(value),
    };

    private static T FromInt64(long value) => s_code switch
    {
        TypeCode.SByte => Unsafe.BitCast<sbyte, T>((sbyte)value),
        TypeCode.Byte => Unsafe.BitCast<byte, T>((byte)value),
        TypeCode.Int16 => Unsafe.BitCast<short, T>((short)value),
        TypeCode.UInt16 => Unsafe.BitCast<ushort, T>((ushort)value),
        TypeCode.Int32 => Unsafe.BitCast<int, T>((int)value),
        TypeCode.UInt32 => Unsafe.BitCast<uint, T>((uint)value),
        _ => Unsafe.BitCast<long, T>(value),
    };

    private static bool TryNumber(ReadOnlySpan<char> text, out T value)
    {
        var isNumber = long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
        value = FromInt64(number);
        return isNumber && ToInt64(value) == number;
    }

    private JsonEncodedText? NameOf(T value)
    {
        foreach (var member in _members)
        {
            if (EqualityComparer<T>.Default.Equals(member.Value, value))
            {
                return member.Encoded;
            }
        }

        return null;
    }

    private bool TryName(ReadOnlySpan<char> name, out T value)
    {
        foreach (var member in _members)
        {
            if (name.Equals(member.Name, StringComparison.Ordinal))
            {
                value = member.Value;
                return true;
            }
        }

        foreach (var member in _members)
        {
            if (!member.IsExact && name.Equals(member.Name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The names of a set of flags, <c>Read, Write</c>; null if some bit has no name.</summary>
    private string? Combination(T value)
    {
        var rest = (ulong)ToInt64(value);
        if (!_isFlags || rest == 0)
        {
            return null;
        }

        var names = new StringBuilder();
        foreach (var member in _members.OrderByDescending(static m => (ulong)ToInt64(m.Value)))
        {
            var bits = (ulong)ToInt64(member.Value);
            if (bits != 0 && (rest & bits) == bits)
            {
                rest &= ~bits;
                _ = names.Insert(0, names.Length == 0 ? member.Name : member.Name + ", ");
            }
        }

        return rest == 0 ? names.ToString() : null;
    }
}
