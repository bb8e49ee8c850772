using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers;

/// <summary>The loops of a body that await a pipe or a channel: whoever is at its other end waits for each turn, though not for what comes before the first and after the last.</summary>
internal sealed class StreamLoops(SourceIndex source)
{
    private static readonly HashSet<string> s_calls = new(StringComparer.Ordinal)
    {
        "ReadAsync", "ReadAtLeastAsync", "ReadAllAsync", "WaitToReadAsync", "WaitToWriteAsync", "FlushAsync", "WriteAsync",
    };

    /// <param name="body">A method, a local function or a lambda.</param>
    /// <returns>What runs at each turn of each such loop; empty: there is none.</returns>
    public ImmutableArray<CodeRegion> In(SyntaxNode body)
    {
        if (!source.Compilation.ContainsSyntaxTree(body.SyntaxTree) || !TreeIndex.Of(body.SyntaxTree, default).MayStream)
        {
            return [];
        }

        var loops = ImmutableArray.CreateBuilder<CodeRegion>();
        foreach (var call in body.DescendantNodes(node => node == body || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<InvocationExpressionSyntax>())
        {
            if (s_calls.Contains(TreeIndex.NameOf(call.Expression)) && LoopAround(call, body) is { } loop && !loops.Any(found => found.Span.Contains(loop.SpanStart))
                && source.ModelOf(call.SyntaxTree).GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType: { } type } && IsStream(type))
            {
                loops.Add(new CodeRegion(body.SyntaxTree, TurnOf(loop)));
                loops.AddRange(HandlersOf(loop, body).Select(handler => new CodeRegion(body.SyntaxTree, handler.Span)));
            }
        }

        return loops.ToImmutable();
    }

    private static bool IsStream(INamedTypeSymbol type) => Api.IsPipeReader(type) || Api.IsPipeWriter(type) || Api.IsChannelReader(type) || Api.IsChannelWriter(type);

    /// <summary>The outermost loop around a call that the innermost one awaits: each turn of any of them waits for the other end.</summary>
    private static SyntaxNode? LoopAround(SyntaxNode call, SyntaxNode body)
    {
        var isAwaited = false;
        SyntaxNode? outermost = null;
        for (var node = call.Parent; node is not null && node != body; node = node.Parent)
        {
            isAwaited |= node is AwaitExpressionSyntax or ForEachStatementSyntax { AwaitKeyword.RawKind: not 0 };
            if (node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            {
                if (outermost is null && !isAwaited && !(node is WhileStatementSyntax { Condition: var condition } && condition.Span.Contains(call.Span)))
                {
                    return null;
                }

                outermost = node;
            }
        }

        return outermost;
    }

    /// <summary>What a turn that fails comes to: the other end still waits, but not where it has ended.</summary>
    private static IEnumerable<BlockSyntax> HandlersOf(SyntaxNode loop, SyntaxNode body)
    {
        for (var node = loop; node != body && node.Parent is { } parent; node = parent)
        {
            foreach (var handler in parent is TryStatementSyntax attempt && attempt.Block == node ? attempt.Catches : default)
            {
                if (handler.Declaration is null || TreeIndex.NameOf(handler.Declaration.Type) is not ("OperationCanceledException" or "TaskCanceledException" or "ChannelClosedException"))
                {
                    yield return handler.Block;
                }
            }
        }
    }

    /// <summary>What a loop does at each turn, without what it does once, before the first.</summary>
    private static TextSpan TurnOf(SyntaxNode loop) => loop switch
    {
        CommonForEachStatementSyntax each => each.Statement.Span,
        ForStatementSyntax { FirstSemicolonToken.SpanStart: var start } => TextSpan.FromBounds(start, loop.Span.End),
        _ => loop.Span,
    };
}
