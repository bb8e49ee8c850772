using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Which bodies hold a loop that awaits a pipe or a channel: whoever is at its other end waits for each turn.</summary>
internal sealed class StreamLoops(SourceIndex source)
{
    private static readonly HashSet<string> s_calls = new(StringComparer.Ordinal)
    {
        "ReadAsync", "ReadAtLeastAsync", "ReadAllAsync", "WaitToReadAsync", "WaitToWriteAsync", "FlushAsync", "WriteAsync",
    };

    /// <param name="body">A method, a local function or a lambda.</param>
    public bool IsLoop(SyntaxNode body)
    {
        if (!source.Compilation.ContainsSyntaxTree(body.SyntaxTree) || !TreeIndex.Of(body.SyntaxTree, default).MayStream)
        {
            return false;
        }

        foreach (var call in body.DescendantNodes(node => node == body || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<InvocationExpressionSyntax>())
        {
            if (s_calls.Contains(TreeIndex.NameOf(call.Expression)) && IsInLoop(call, body)
                && source.ModelOf(call.SyntaxTree).GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType: { } type } && IsStream(type))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStream(INamedTypeSymbol type) => Api.IsPipeReader(type) || Api.IsPipeWriter(type) || Api.IsChannelReader(type) || Api.IsChannelWriter(type);

    private static bool IsInLoop(SyntaxNode call, SyntaxNode body)
    {
        var isAwaited = false;
        for (var node = call.Parent; node is not null && node != body; node = node.Parent)
        {
            isAwaited |= node is AwaitExpressionSyntax or ForEachStatementSyntax { AwaitKeyword.RawKind: not 0 };
            if (node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            {
                return isAwaited || node is WhileStatementSyntax { Condition: var condition } && condition.Span.Contains(call.Span);
            }
        }

        return false;
    }
}
