using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Picard.Gen.CodeFixes;

/// <summary>What a function that returns tasks returns, in the order of the source, and what becomes of it in an asynchronous one.</summary>
internal static class Returns
{
    private enum Form
    {
        /// <summary>A task, which is awaited.</summary>
        Task,

        /// <summary>A task made of a value: the value stays.</summary>
        Value,

        /// <summary>A task that is complete and has no value: nothing stays.</summary>
        Complete,
    }

    /// <summary>Rewrites, in a copy of the function, what it returns.</summary>
    public static Func<SyntaxNode, SyntaxNode> RewriterOf(SemanticModel model, SyntaxNode function, bool hasValue, CancellationToken cancellationToken)
    {
        var forms = Of(function).Select(value => FormOf(model, value, cancellationToken)).ToImmutableArray();
        return copy =>
        {
            var changes = Of(copy).Zip(forms, static (value, form) => (value, form)).ToDictionary(static pair => pair.value.Parent!, static pair => pair.form);
            return copy.ReplaceNodes(changes.Keys, (original, current) => Rewrite(original, current, changes[original], hasValue, copy));
        };
    }

    private static IEnumerable<ExpressionSyntax> Of(SyntaxNode function) => function
        .DescendantNodes(node => node == function || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Select(node => node switch
        {
            ReturnStatementSyntax { Expression: { } value } => value,
            ArrowExpressionClauseSyntax { Expression: { } value } arrow when arrow.Parent == function => value,
            ExpressionSyntax value when function is LambdaExpressionSyntax lambda && lambda.ExpressionBody == value => value,
            _ => null,
        })
        .OfType<ExpressionSyntax>();

    private static Form FormOf(SemanticModel model, ExpressionSyntax value, CancellationToken cancellationToken)
    {
        var symbol = model.GetSymbolInfo(value, cancellationToken).Symbol;
        return symbol switch
        {
            IMethodSymbol { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } => Form.Value,
            IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { Name: "ValueTask", TypeArguments.Length: 1 } type, Parameters: { Length: 1 } parameters }
                when SymbolEqualityComparer.Default.Equals(parameters[0].Type, type.TypeArguments[0]) => Form.Value,
            IPropertySymbol { Name: "CompletedTask" } => Form.Complete,
            _ => value is LiteralExpressionSyntax or DefaultExpressionSyntax ? Form.Complete : Form.Task,
        };
    }

    private static SyntaxNode Rewrite(SyntaxNode original, SyntaxNode current, Form form, bool hasValue, SyntaxNode function) => current switch
    {
        ReturnStatementSyntax { Expression: { } value } statement => hasValue ? statement.WithExpression(Awaited(value, form)) : Left(original, statement, value, form, function),
        ArrowExpressionClauseSyntax arrow => arrow.WithExpression(Awaited(arrow.Expression, form)),
        LambdaExpressionSyntax { ExpressionBody: { } value } lambda => lambda.WithExpressionBody(Awaited(value, form)),
        _ => current,
    };

    private static StatementSyntax Left(SyntaxNode original, ReturnStatementSyntax statement, ExpressionSyntax value, Form form, SyntaxNode function)
    {
        var leave = SyntaxFactory.ReturnStatement();
        if (form == Form.Complete)
        {
            return leave.WithTriviaFrom(statement);
        }

        var wait = SyntaxFactory.ExpressionStatement(Awaited(value.WithoutTrivia(), form));
        var isLast = original.Parent is BlockSyntax block && block.Parent == function && block.Statements.Last() == original;
        return isLast ? wait.WithTriviaFrom(statement) : SyntaxFactory.Block(wait, leave).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ExpressionSyntax Awaited(ExpressionSyntax value, Form form)
    {
        if (form == Form.Value)
        {
            var arguments = value switch
            {
                InvocationExpressionSyntax invocation => invocation.ArgumentList,
                BaseObjectCreationExpressionSyntax { ArgumentList: { } list } => list,
                _ => null,
            };
            return arguments is { Arguments.Count: 1 } ? arguments.Arguments[0].Expression.WithTriviaFrom(value) : value;
        }

        var operand = value.WithoutTrivia();
        if (operand is not (InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax or ObjectCreationExpressionSyntax))
        {
            operand = SyntaxFactory.ParenthesizedExpression(operand);
        }

        return SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), operand).WithTriviaFrom(value);
    }
}
