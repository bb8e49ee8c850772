using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Picard.Gen.Tasks;

/// <summary>Reads the instructions of a method body one by one.</summary>
internal static class Instructions
{
    private const int TwoBytePrefix = 0xFE;

    private static readonly OpCode?[] s_oneByte = new OpCode?[256];
    private static readonly OpCode?[] s_twoBytes = new OpCode?[256];

    static Instructions()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is OpCode code)
            {
                (code.Size == 1 ? s_oneByte : s_twoBytes)[code.Value & 0xFF] = code;
            }
        }
    }

    /// <summary>The next instruction; null: the body is not what the standard says, and is left alone.</summary>
    /// <param name="operand">A token, number, slot or offset; of a <c>switch</c> 0.</param>
    /// <param name="targets">Gets the offsets that the instruction may jump to.</param>
    public static OpCode? Next(ref BlobReader body, out int operand, List<int> targets)
    {
        operand = 0;
        targets.Clear();
        var first = body.ReadByte();
        if ((first == TwoBytePrefix ? s_twoBytes[body.ReadByte()] : s_oneByte[first]) is not { } code)
        {
            return null;
        }

        switch (code.OperandType)
        {
            case OperandType.InlineNone:
                break;

            case OperandType.ShortInlineBrTarget:
                operand = body.ReadSByte() + body.Offset;
                targets.Add(operand);
                break;

            case OperandType.InlineBrTarget:
                operand = body.ReadInt32() + body.Offset;
                targets.Add(operand);
                break;

            case OperandType.ShortInlineI:
                operand = body.ReadSByte();
                break;

            case OperandType.ShortInlineVar:
                operand = body.ReadByte();
                break;

            case OperandType.InlineVar:
                operand = body.ReadUInt16();
                break;

            case OperandType.InlineI8 or OperandType.InlineR:
                // Of no use to the scan but for zero.
                operand = body.ReadInt64() == 0 ? 0 : 1;
                break;

            case OperandType.InlineSwitch:
                if (!TryReadSwitch(ref body, targets))
                {
                    return null;
                }

                break;

            default:
                operand = body.ReadInt32();
                break;
        }

        return code;
    }

    private static bool TryReadSwitch(ref BlobReader body, List<int> targets)
    {
        var cases = body.ReadInt32();
        if (cases < 0 || cases > body.RemainingBytes / sizeof(int))
        {
            return false;
        }

        var next = body.Offset + (cases * sizeof(int));
        while (body.Offset < next)
        {
            targets.Add(body.ReadInt32() + next);
        }

        return true;
    }
}
