using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What a method of the user's own returns, if no other method can stand in for it.</summary>
internal static class Returned
{
    // Limit: a method with more returns than this is no factory; nothing is proved of it.
    private const int MaxReturns = 8;

    /// <summary>Every value it returns; null: its code is not here, or overridable, asynchronous, or long.</summary>
    public static IReadOnlyList<IOperation?>? By(IMethodSymbol method, IOperation caller)
    {
        if (method.IsAsync || method.IsVirtual || method.IsAbstract || method.IsOverride || method.DeclaringSyntaxReferences.Length != 1 || caller.SemanticModel is not { } model)
        {
            return null;
        }

        var (block, arrow) = method.DeclaringSyntaxReferences[0].GetSyntax() switch
        {
            MethodDeclarationSyntax declaration => (declaration.Body, declaration.ExpressionBody),
            LocalFunctionStatementSyntax function => (function.Body, function.ExpressionBody),
            _ => (null, null),
        };
        if (arrow is not null)
        {
            return [Writes.OperationOf(arrow.Expression, model)];
        }

        if (block is null)
        {
            return null;
        }

        var values = new List<IOperation?>();
        foreach (var node in block.DescendantNodes(static node => node is not (LambdaExpressionSyntax or LocalFunctionStatementSyntax or AnonymousMethodExpressionSyntax)))
        {
            switch (node)
            {
                case YieldStatementSyntax:
                    return null;

                case ReturnStatementSyntax { Expression: { } expression } when values.Count < MaxReturns:
                    values.Add(Writes.OperationOf(expression, model));
                    break;

                case ReturnStatementSyntax:
                    return null;

                default:
                    break;
            }
        }

        return values.Count == 0 ? null : values;
    }
}
