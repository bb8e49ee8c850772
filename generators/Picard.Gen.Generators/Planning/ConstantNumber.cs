using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Numbers by their text, as far as it tells them: literals, and what is calculated of them.</summary>
internal static class ConstantNumber
{
    /// <summary>Whether a limit is the one that has a name: none.</summary>
    public static bool IsUnlimited(string text) => text == "MaxContent.Unlimited" || text.EndsWith(".MaxContent.Unlimited", StringComparison.Ordinal);

    /// <summary>Reads a number.</summary>
    /// <returns>Null: a name, or what the compiler refuses.</returns>
    public static long? Read(string text) => Read(SyntaxFactory.ParseExpression(text));

    private static long? Read(ExpressionSyntax expression)
    {
        try
        {
            return expression switch
            {
                LiteralExpressionSyntax { Token.Value: int or uint or long } literal => Convert.ToInt64(literal.Token.Value, System.Globalization.CultureInfo.InvariantCulture),
                ParenthesizedExpressionSyntax parenthesized => Read(parenthesized.Expression),
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => -Read(minus.Operand),
                BinaryExpressionSyntax binary when Read(binary.Left) is { } left && Read(binary.Right) is { } right => Calculate(binary.Kind(), left, right),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static long? Calculate(SyntaxKind kind, long left, long right) => kind switch
    {
        SyntaxKind.AddExpression => checked(left + right),
        SyntaxKind.SubtractExpression => checked(left - right),
        SyntaxKind.MultiplyExpression => checked(left * right),
        SyntaxKind.LeftShiftExpression when right is >= 0 and < 32 => checked(left * (1L << (int)right)),
        _ => null,
    };
}
