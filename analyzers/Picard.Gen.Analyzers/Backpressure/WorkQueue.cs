using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Queues that one method fills and the loop of another empties, at a pace of its own.</summary>
internal static class WorkQueue
{
    public static bool Is(InvocationExpressionSyntax enqueue, SemanticModel model, CancellationToken cancellationToken)
    {
        if (Calls.ReceiverOf(enqueue) is not { } queue || !Growth.IsQueue(model.GetTypeInfo(queue, cancellationToken).Type)
            || model.GetSymbolInfo(queue, cancellationToken).Symbol is not { ContainingType: { } type } symbol || symbol is not (IFieldSymbol or IPropertySymbol))
        {
            return false;
        }

        var function = Calls.FunctionOf(enqueue);
        if (function is ConstructorDeclarationSyntax || PeerCode.IsPeerFacing(function, model, cancellationToken) || Limits.AreGated(function))
        {
            return false;
        }

        var parts = Origins.PartsOf(type, cancellationToken).ToList();
        return parts.Any(part => part.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => IsDrain(call, symbol.Name, function)))
            && !parts.Any(part => Limits.AreCheckedByName(part, symbol.Name));
    }

    /// <summary>Whether a call takes an item in a loop that waits for the next one.</summary>
    private static bool IsDrain(InvocationExpressionSyntax call, string queue, SyntaxNode filling)
    {
        if (Calls.Name(call) is not ("TryDequeue" or "Dequeue") || Calls.LastName(Calls.ReceiverOf(call)) != queue || Calls.FunctionOf(call) is not { } function || function == filling)
        {
            return false;
        }

        var outermost = Loops.Around(call).LastOrDefault();
        return outermost is not null && outermost.DescendantNodes().Any(static node => node is AwaitExpressionSyntax
            || (node is InvocationExpressionSyntax wait && Calls.Name(wait) is "Wait" or "WaitOne" or "Sleep"));
    }
}
