using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Loops that read from a pipe and never ask whether it is completed.</summary>
internal static class ReadLoop
{
    /// <summary>The reads of loops that go on forever once the writer has completed.</summary>
    public static IEnumerable<SyntaxNode> Endless(SyntaxNode codeBlock, SemanticModel model, LifetimeTypes types, CancellationToken cancellationToken)
    {
        foreach (var call in codeBlock.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadAsync" or "ReadAtLeastAsync" } member
                && LoopOf(call) is { } loop && !MayEnd(loop, call)
                && LifetimeTypes.DerivesFrom(model.GetTypeInfo(member.Expression, cancellationToken).Type, types.PipeReader))
            {
                yield return call;
            }
        }
    }

    /// <summary>The loop of the same function that a call is in; one that counts ends by itself.</summary>
    private static SyntaxNode? LoopOf(SyntaxNode call)
    {
        for (var at = call.Parent; at is not (null or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax); at = at.Parent)
        {
            if (at is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Incrementors.Count: 0 })
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>Whether the end is asked for: of the result, by a look at how much there is, or by whoever gets the result.</summary>
    private static bool MayEnd(SyntaxNode loop, InvocationExpressionSyntax call)
    {
        var result = ResultOf(call);
        if (result is null)
        {
            return true;
        }

        foreach (var node in loop.DescendantNodes())
        {
            switch (node)
            {
                case IdentifierNameSyntax { Identifier.ValueText: "IsCompleted" }:
                    return true;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsEmpty" }:
                    return true;
                case BinaryExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } } comparison
                    when IsExit(comparison):
                    return true;
                case IdentifierNameSyntax name when name.Identifier.ValueText == result && name.Parent is not MemberAccessExpressionSyntax and not AssignmentExpressionSyntax { Left: IdentifierNameSyntax }:
                    return true;
            }
        }

        return false;
    }

    private static bool IsExit(BinaryExpressionSyntax comparison) =>
        comparison.FirstAncestorOrSelf<IfStatementSyntax>() is { } choice && choice.Condition.Span.Contains(comparison.Span)
        && choice.Statement.DescendantNodesAndSelf().Any(static n => n is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax);

    private static string? ResultOf(InvocationExpressionSyntax call)
    {
        SyntaxNode at = call;
        while (at.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax)
        {
            at = at.Parent;
        }

        return at.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } => variable.Identifier.ValueText,
            _ => null,
        };
    }
}
