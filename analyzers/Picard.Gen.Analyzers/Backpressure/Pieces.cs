using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Loops that walk through memory which is there before they begin: they have as many turns as it is long.</summary>
internal static class Pieces
{
    /// <summary>
    /// Whether a loop takes, in each turn, the next part of memory that it can only read: <c>rest = rest.Slice(n)</c>, or <c>source.Slice(at, n)</c> with <c>at += n</c>.
    /// Memory that the loop gets anew is another matter.
    /// </summary>
    public static bool IsWalked(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var node in loop.DescendantNodes())
        {
            if (PartOf(node) is ({ } whole, { } bounds) && IsNext(node, whole, bounds, loop) && IsOfBefore(whole, loop, model, cancellationToken)
                && !IsRenewed(whole.Identifier.ValueText, loop))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The memory that an expression takes a part of, and the bounds of the part.</summary>
    private static (IdentifierNameSyntax? Whole, BaseArgumentListSyntax? Bounds) PartOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Slice" } member } call => (NameOf(member.Expression), call.ArgumentList),
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: RangeExpressionSyntax }] } range => (NameOf(range.Expression), range.ArgumentList),
        _ => default,
    };

    /// <summary>The variable of <c>source</c>, and of <c>source.Span</c>.</summary>
    private static IdentifierNameSyntax? NameOf(ExpressionSyntax expression) =>
        expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Span" } span ? span.Expression as IdentifierNameSyntax : expression as IdentifierNameSyntax;

    private static bool IsNext(SyntaxNode part, IdentifierNameSyntax whole, BaseArgumentListSyntax bounds, StatementSyntax loop) =>
        (part.Parent is AssignmentExpressionSyntax assignment && assignment.Right == part && IsNamed(assignment.Left, whole.Identifier.ValueText))
        || bounds.DescendantNodes().OfType<IdentifierNameSyntax>().Any(bound => loop.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } sum => IsNamed(sum.Left, bound.Identifier.ValueText),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } step => IsNamed(step.Operand, bound.Identifier.ValueText),
            _ => false,
        }));

    private static bool IsOfBefore(IdentifierNameSyntax whole, StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(whole, cancellationToken).Symbol is { DeclaringSyntaxReferences: [var declaration, ..] } symbol && !loop.Span.Contains(declaration.Span) && symbol switch
        {
            ILocalSymbol local => IsReadOnly(local.Type),
            IParameterSymbol parameter => IsReadOnly(parameter.Type),
            _ => false,
        };

    private static bool IsReadOnly(ITypeSymbol type) => type is { Name: "ReadOnlySpan" or "ReadOnlyMemory" or "ReadOnlySequence", ContainingNamespace.Name: "System" or "Buffers" };

    /// <summary>Whether a loop puts something else into a variable than the rest of what is in it.</summary>
    private static bool IsRenewed(string name, StatementSyntax loop) => loop.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax assignment => IsNamed(assignment.Left, name) && !(PartOf(assignment.Right).Whole is { } whole && whole.Identifier.ValueText == name),
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument => IsNamed(argument.Expression, name),
        _ => false,
    });

    private static bool IsNamed(ExpressionSyntax expression, string name) => expression is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;
}
