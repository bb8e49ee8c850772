using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>The numbers of an enum's members, as far as syntax tells them.</summary>
internal static class EnumValues
{
    /// <summary>Computes them.</summary>
    /// <returns>Null if one is an expression that needs the compiler.</returns>
    public static List<object>? Of(EquatableArray<EnumMemberModel> members)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        var values = new List<object>();
        var next = 0L;
        foreach (var member in members)
        {
            if ((member.Value is null ? next : Evaluate(SyntaxFactory.ParseExpression(member.Value), known)) is not { } value)
            {
                return null;
            }

            known[Literal.Plain(member.Name)] = value;
            if (!values.Contains(value))
            {
                values.Add(value);
            }

            next = value + 1;
        }

        return values;
    }

    private static long? Evaluate(ExpressionSyntax expression, Dictionary<string, long> known)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax { Token.Value: int or uint or long or char } literal:
                return Convert.ToInt64(literal.Token.Value, CultureInfo.InvariantCulture);
            case IdentifierNameSyntax name when known.TryGetValue(name.Identifier.ValueText, out var value):
                return value;
            case ParenthesizedExpressionSyntax { Expression: var inner }:
                return Evaluate(inner, known);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: var operand }:
                return -Evaluate(operand, known);
            case BinaryExpressionSyntax binary when Evaluate(binary.Left, known) is { } left && Evaluate(binary.Right, known) is { } right:
                return binary.Kind() switch
                {
                    SyntaxKind.LeftShiftExpression when right is >= 0 and < 63 => left << (int)right,
                    SyntaxKind.BitwiseOrExpression => left | right,
                    SyntaxKind.AddExpression => left + right,
                    _ => null,
                };
            default:
                return null;
        }
    }
}
