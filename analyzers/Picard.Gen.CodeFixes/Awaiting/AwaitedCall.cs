using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.CodeFixes;

/// <summary>A call that blocks, and what is awaited instead of it.</summary>
/// <param name="Blocking">The whole expression that goes.</param>
/// <param name="Title">What the fix says it does.</param>
/// <param name="AwaitedOf">What is awaited, of the expression, in which other calls may have been replaced before.</param>
internal sealed record AwaitedCall(ExpressionSyntax Blocking, string Title, Func<ExpressionSyntax, ExpressionSyntax> AwaitedOf)
{
    /// <summary>Finds what can be awaited instead of the call at a place; null: nothing.</summary>
    /// <param name="twin">The asynchronous twin as the rule calls it, such as <c>ReadAsync</c> or <c>Task.Delay</c>; null: the name of the method with Async.</param>
    public static AwaitedCall? At(SemanticModel model, SyntaxNode place, string? twin, CancellationToken cancellationToken)
    {
        // A call over several lines is reported at its last name.
        var expression = (place as ExpressionSyntax) ?? (place as ArgumentSyntax)?.Expression;
        for (; expression is not null; expression = Whole(expression))
        {
            if (expression is InvocationExpressionSyntax or MemberAccessExpressionSyntax
                && !HasComment(expression)
                && (TaskOf(model, expression, cancellationToken) ?? TwinOf(model, expression, twin, cancellationToken)) is { } call)
            {
                return call;
            }
        }

        return null;
    }

    // Of a name the access, and of what is called the call; what it is an argument of is another call.
    private static ExpressionSyntax? Whole(ExpressionSyntax part) => part.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == part => access,
        InvocationExpressionSyntax call when call.Expression == part => call,
        _ => null,
    };

    /// <summary>The expression with <c>await</c>, in parentheses where something follows that binds more tightly, and with the trivia of the call.</summary>
    public ExpressionSyntax Replace(ExpressionSyntax current)
    {
        var awaited = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), AwaitedOf(current).WithoutLeadingTrivia().WithoutTrailingTrivia());
        ExpressionSyntax whole = BindsMoreTightly(Blocking) ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited;
        return whole.WithTriviaFrom(current);
    }

    private static bool BindsMoreTightly(ExpressionSyntax expression) => expression.Parent switch
    {
        MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax or InvocationExpressionSyntax => true,
        ElementAccessExpressionSyntax access => access.Expression == expression,
        _ => false,
    };

    // What stands between the parts of a call would be lost.
    private static bool HasComment(ExpressionSyntax expression) =>
        expression.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && expression.FullSpan != trivia.FullSpan
            && trivia.SpanStart > expression.SpanStart && trivia.Span.End < expression.Span.End);

    // task.Result, task.Wait(), task.Wait(token), task.GetAwaiter().GetResult()
    private static AwaitedCall? TaskOf(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result", Parent: not InvocationExpressionSyntax } result when IsTask(model, result.Expression, cancellationToken):
                return new(result, "Await the task", static current => ((MemberAccessExpressionSyntax)current).Expression);

            case InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "GetResult",
                    Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } },
                },
            } result:
                return new(result, "Await the task", static current => ReceiverOf(ReceiverOf(current)));

            case InvocationExpressionSyntax { ArgumentList.Arguments: var arguments, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } access } wait
                when IsTask(model, access.Expression, cancellationToken):
                return arguments.Count == 0 ? new(wait, "Await the task", ReceiverOf)
                    : arguments.Count == 1 && CancellationTokens.IsToken(model.GetTypeInfo(arguments[0].Expression, cancellationToken).Type)
                        ? new(wait, "Await the task", static current => WithName((InvocationExpressionSyntax)current, "WaitAsync"))
                        : null;

            default:
                return null;
        }
    }

    private static bool IsTask(SemanticModel model, ExpressionSyntax expression, CancellationToken cancellationToken) =>
        Awaitables.IsTask(model.GetTypeInfo(expression, cancellationToken).Type);

    private static ExpressionSyntax ReceiverOf(ExpressionSyntax call) => ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression;

    /// <summary>The asynchronous twin of a call, with the token in scope; null: there is none that compiles.</summary>
    // File.ReadAllText(path): File.ReadAllTextAsync(path, token); Request.Form: Request.ReadFormAsync(token); Thread.Sleep(1): Task.Delay(1, token)
    public static AwaitedCall? TwinOf(SemanticModel model, ExpressionSyntax expression, string? twin, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(expression, cancellationToken).Symbol is not (IMethodSymbol or IPropertySymbol)
            || expression is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax invocation } && invocation.Expression == expression
            || NameOf(expression) is not { } name
            || twin is "await")
        {
            return null;
        }

        var token = CancellationTokens.At(model, expression, cancellationToken);
        foreach (var callee in CalleesOf(expression, twin ?? name.Identifier.ValueText + "Async"))
        {
            foreach (var addition in Additions(model, expression, token, cancellationToken))
            {
                if (Awaitables.IsAwaitable(model, expression.SpanStart, With(expression, callee(expression), addition)))
                {
                    return new(expression, $"Await '{twin ?? name.Identifier.ValueText + "Async"}'", current => With(current, callee(current), addition));
                }
            }
        }

        return null;
    }

    private static SimpleNameSyntax? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name,
        _ => null,
    };

    /// <summary>The ways to call the twin: in the place of the method's name, or as it is called by the rule.</summary>
    private static IEnumerable<Func<ExpressionSyntax, ExpressionSyntax>> CalleesOf(ExpressionSyntax expression, string twin)
    {
        var last = twin.Substring(twin.LastIndexOf('.') + 1);
        yield return current => current switch
        {
            InvocationExpressionSyntax invocation => WithName(invocation, last).Expression,
            MemberAccessExpressionSyntax access => access.WithName(Named(access.Name, last)),
            _ => current,
        };

        if (twin != last)
        {
            var whole = SyntaxFactory.ParseExpression(twin);
            yield return _ => whole;
            if (twin.StartsWith("Task.", StringComparison.Ordinal))
            {
                var qualified = SyntaxFactory.ParseExpression("System.Threading.Tasks." + twin);
                yield return _ => qualified;
            }
        }
    }

    private static IEnumerable<ArgumentSyntax?> Additions(SemanticModel model, ExpressionSyntax expression, ExpressionSyntax? token, CancellationToken cancellationToken)
    {
        var hasToken = expression is InvocationExpressionSyntax invocation
            && invocation.ArgumentList.Arguments.Any(argument => CancellationTokens.IsToken(model.GetTypeInfo(argument.Expression, cancellationToken).Type));
        if (token is not null && !hasToken)
        {
            yield return SyntaxFactory.Argument(token);
            yield return SyntaxFactory.Argument(SyntaxFactory.NameColon("cancellationToken").WithTrailingTrivia(SyntaxFactory.Space), default, token);
        }

        yield return null;
    }

    private static InvocationExpressionSyntax With(ExpressionSyntax expression, ExpressionSyntax callee, ArgumentSyntax? addition)
    {
        var arguments = expression is InvocationExpressionSyntax invocation ? invocation.ArgumentList : SyntaxFactory.ArgumentList();
        return SyntaxFactory.InvocationExpression(callee, addition is null ? arguments : Added(arguments, addition));
    }

    private static ArgumentListSyntax Added(ArgumentListSyntax list, ArgumentSyntax addition)
    {
        if (list.Arguments.Count == 0)
        {
            return list.WithArguments(SyntaxFactory.SingletonSeparatedList(addition));
        }

        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(list.Arguments.GetWithSeparators().AddRange([comma, addition])));
    }

    private static InvocationExpressionSyntax WithName(InvocationExpressionSyntax invocation, string name) => invocation.Expression switch
    {
        MemberAccessExpressionSyntax access => invocation.WithExpression(access.WithName(Named(access.Name, name))),
        SimpleNameSyntax simple => invocation.WithExpression(Named(simple, name)),
        _ => invocation,
    };

    // Type arguments stay: db.Query<User>() is db.QueryAsync<User>().
    private static SimpleNameSyntax Named(SimpleNameSyntax name, string replacement) => name.WithIdentifier(SyntaxFactory.Identifier(replacement).WithTriviaFrom(name.Identifier));
}
