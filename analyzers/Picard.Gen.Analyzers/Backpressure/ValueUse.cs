using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What becomes of the value of a call.</summary>
/// <param name="IsAwaited">Whether it is awaited first.</param>
/// <param name="IsIgnored">Whether nobody looks at what is left.</param>
/// <param name="Kept">The local that it is kept in, if it is and somebody reads the local.</param>
internal readonly record struct ValueUse(bool IsAwaited, bool IsIgnored, ILocalSymbol? Kept)
{
    public static ValueUse Of(ExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        var isAwaited = false;
        SyntaxNode at = call;
        while (true)
        {
            switch (at.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                case ConditionalAccessExpressionSyntax access when access.WhenNotNull == at:
                    at = at.Parent;
                    continue;
                case AwaitExpressionSyntax:
                    isAwaited = true;
                    at = at.Parent;
                    continue;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next, Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "Preserve" or "WaitAsync" or "ContinueWith" or "Forget" } member
                    when member.Expression == at:
                    at = next;
                    continue;
                case ExpressionStatementSyntax or ForStatementSyntax:
                    return new(isAwaited, true, null);
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment when assignment.Right == at:
                    return left.Identifier.ValueText == "_" ? new(isAwaited, true, null)
                        : model.GetSymbolInfo(left, cancellationToken).Symbol is ILocalSymbol assigned && assignment.Parent is ExpressionStatementSyntax ? Local(isAwaited, assigned, call) : new(isAwaited, false, null);
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                    return model.GetDeclaredSymbol(declarator, cancellationToken) is ILocalSymbol declared ? Local(isAwaited, declared, call) : new(isAwaited, false, null);
                case ArrowExpressionClauseSyntax arrow:
                    return new(isAwaited, arrow.Parent is { } member2 && ReturnsNothing(member2, isAwaited, model, cancellationToken), null);
                case AnonymousFunctionExpressionSyntax function:
                    return new(isAwaited, ReturnsNothing(function, isAwaited, model, cancellationToken), null);
                default:
                    return new(isAwaited, false, null);
            }
        }
    }

    private static bool ReturnsNothing(SyntaxNode function, bool isAwaited, SemanticModel model, CancellationToken cancellationToken) =>
        Calls.SymbolOf(function, model, cancellationToken) is { } method
        && (method.ReturnsVoid || (isAwaited && method is { IsAsync: true, ReturnType: INamedTypeSymbol { TypeArguments.Length: 0 } }));

    private static ValueUse Local(bool isAwaited, ILocalSymbol local, SyntaxNode call)
    {
        var isRead = Calls.MemberOf(call).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == local.Name && (name.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != name));
        return new(isAwaited, !isRead, isRead ? local : null);
    }
}
