using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Picard.Gen.CodeFixes;

/// <summary>A statement, or the body of a loop, that waits for whoever reads what is written.</summary>
internal sealed record Waiting(string Title, SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Change)
{
    public static Waiting? InsteadOf(SemanticModel model, InvocationExpressionSyntax call, string id, CancellationToken cancellationToken) => id switch
    {
        "PIC2002" => call.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { } awaited && awaited.Span.Contains(call.Span) ? Looking(model, awaited, cancellationToken) : WithRoom(model, call, cancellationToken),
        "PIC2003" => WithFlush(model, call, cancellationToken),
        _ => Awaited(model, call, cancellationToken),
    };

    /// <summary>await writer.FlushAsync(token): if ((await writer.FlushAsync(token)).IsCompleted) { break; }</summary>
    private static Waiting? Looking(SemanticModel model, AwaitExpressionSyntax awaited, CancellationToken cancellationToken) =>
        StatementOf(awaited) is { } statement && IsInLoop(statement) && IsFlushResult(model.GetTypeInfo(awaited, cancellationToken).Type)
            ? new("Stop when the reader has gone", statement, current => Stopping(AwaitIn((ExpressionStatementSyntax)current)).WithTriviaFrom(current))
            : null;

    /// <summary>channel.Writer.TryWrite(item): await channel.Writer.WriteAsync(item, token)</summary>
    private static Waiting? WithRoom(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        var twin = call.Expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText switch { "TryWrite" => "WriteAsync", "Post" => "SendAsync", _ => null } : null;
        return twin is not null && StatementOf(call) is { } statement && AwaitedCall.TwinOf(model, call, twin, cancellationToken) is { } awaited
            ? new($"Await '{twin}'", statement, current => ((ExpressionStatementSyntax)current).WithExpression(awaited.Replace(ValueOf((ExpressionStatementSyntax)current)).WithTriviaFrom(((ExpressionStatementSyntax)current).Expression)))
            : null;
    }

    /// <summary>stream.WriteAsync(octets): await stream.WriteAsync(octets)</summary>
    private static Waiting? Awaited(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (StatementOf(call) is not { } statement || model.GetTypeInfo(call, cancellationToken).Type is not INamedTypeSymbol task || !Awaitables.IsTask(task))
        {
            return null;
        }

        var stops = task.TypeArguments.Length == 1 && IsFlushResult(task.TypeArguments[0]) && IsInLoop(statement);
        return new("Await the write", statement, current =>
        {
            var (written, value) = ((ExpressionStatementSyntax)current, ValueOf((ExpressionStatementSyntax)current));
            var awaited = Await(value);
            return stops ? Stopping(awaited).WithTriviaFrom(written) : written.WithExpression(awaited.WithTriviaFrom(written.Expression));
        });
    }

    /// <summary>At the end of the loop's body: await writer.FlushAsync(token), and for a pipe whether its reader has gone.</summary>
    private static Waiting? WithFlush(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (call.Ancestors().TakeWhile(static node => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).FirstOrDefault(IsLoop) is not { } loop
            || BodyOf(loop) is not BlockSyntax body
            || WriterOf(model, call, cancellationToken) is not { } writer)
        {
            return null;
        }

        var receiver = writer is SimpleNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax ? writer.WithoutTrivia() : SyntaxFactory.ParenthesizedExpression(writer.WithoutTrivia());
        var flush = SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, SyntaxFactory.IdentifierName("FlushAsync")));
        if (CancellationTokens.At(model, call, cancellationToken) is { } token)
        {
            var cancellable = flush.AddArgumentListArguments(SyntaxFactory.Argument(token));
            flush = Awaitables.IsAwaitable(model, call.SpanStart, cancellable) ? cancellable : flush;
        }

        if (model.GetSpeculativeTypeInfo(call.SpanStart, flush, SpeculativeBindingOption.BindAsExpression).Type is not INamedTypeSymbol task || !Awaitables.IsTask(task))
        {
            return null;
        }

        var stops = task.TypeArguments.Length == 1 && IsFlushResult(task.TypeArguments[0]);
        StatementSyntax statement = stops ? Stopping(Await(flush)) : SyntaxFactory.ExpressionStatement(Await(flush)).WithAdditionalAnnotations(Formatter.Annotation);
        var endOfLine = body.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var separated = statement.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(endOfLine.IsKind(SyntaxKind.EndOfLineTrivia) ? endOfLine : SyntaxFactory.ElasticMarker);
        return new("Await a flush in the loop", body, current => ((BlockSyntax)current).AddStatements(separated));
    }

    private static ExpressionSyntax? WriterOf(SemanticModel model, InvocationExpressionSyntax call, CancellationToken cancellationToken) =>
        new[] { (call.Expression as MemberAccessExpressionSyntax)?.Expression }.Concat(call.ArgumentList.Arguments.Select(static argument => argument.Expression))
            .FirstOrDefault(expression => expression is not null && model.GetTypeInfo(expression, cancellationToken).Type is { } type && IsWriter(type));

    private static bool IsWriter(ITypeSymbol type)
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.Name is "PipeWriter" or "ContentWriter")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFlushResult(ITypeSymbol? type) => type is { Name: "FlushResult", ContainingNamespace.Name: "Pipelines" };

    // What a statement does and does not look at: call(); _ = call(); await call();
    private static ExpressionStatementSyntax? StatementOf(ExpressionSyntax expression)
    {
        var node = expression.Parent;
        while (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" } or InvocationExpressionSyntax { ArgumentList.Arguments.Count: < 2 } or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } })
        {
            node = node.Parent;
        }

        return node as ExpressionStatementSyntax;
    }

    private static ExpressionSyntax ValueOf(ExpressionStatementSyntax statement) => statement.Expression is AssignmentExpressionSyntax discard ? discard.Right : statement.Expression;

    private static AwaitExpressionSyntax AwaitIn(ExpressionStatementSyntax statement) => (AwaitExpressionSyntax)ValueOf(statement);

    private static AwaitExpressionSyntax Await(ExpressionSyntax expression) =>
        SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression.WithoutTrivia());

    private static IfStatementSyntax Stopping(AwaitExpressionSyntax flush) => SyntaxFactory.IfStatement(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.ParenthesizedExpression(flush.WithoutTrivia()), SyntaxFactory.IdentifierName("IsCompleted")),
        SyntaxFactory.Block(SyntaxFactory.BreakStatement())).WithAdditionalAnnotations(Formatter.Annotation);

    // A break in a switch would leave that only.
    private static bool IsInLoop(SyntaxNode node) =>
        node.Ancestors().TakeWhile(static ancestor => ancestor is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or SwitchStatementSyntax)).Any(IsLoop);

    private static bool IsLoop(SyntaxNode node) => BodyOf(node) is not null;

    private static StatementSyntax? BodyOf(SyntaxNode node) => node switch
    {
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        ForStatementSyntax loop => loop.Statement,
        CommonForEachStatementSyntax loop => loop.Statement,
        _ => null,
    };
}
