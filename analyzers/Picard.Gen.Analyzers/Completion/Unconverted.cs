using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>A value without the conversions and parentheses around it.</summary>
internal static class Unconverted
{
    public static IOperation Of(IOperation value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    continue;

                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    continue;

                default:
                    return value;
            }
        }
    }
}
