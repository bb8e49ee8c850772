using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Default values by their text.</summary>
internal static class DefaultValue
{
    /// <summary>Reads a literal: text, a number or a truth value. Null and everything else says nothing that a schema could say.</summary>
    public static bool TryRead(string text, out object? value)
    {
        value = Read(SyntaxFactory.ParseExpression(text));
        return value is not null;
    }

    private static object? Read(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: string or bool } literal => literal.Token.Value,
        LiteralExpressionSyntax { Token.Value: char c } => c.ToString(),
        LiteralExpressionSyntax { Token.Value: int or uint or long or ulong or decimal } literal => literal.Token.Value,
        LiteralExpressionSyntax { Token.Value: double or float } literal when decimal.TryParse(
            ((IFormattable)literal.Token.Value!).ToString(null, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: var operand } => Read(operand) switch
        {
            int number => -(long)number,
            uint number => -(long)number,
            long number => -number,
            decimal number => -number,
            _ => null,
        },
        _ => null,
    };
}
