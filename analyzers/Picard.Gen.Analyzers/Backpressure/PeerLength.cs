using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Lengths that a peer has sent ahead of its message, and that nobody compares with a limit.</summary>
internal static class PeerLength
{
    public static bool Is(ExpressionSyntax? size, SyntaxNode function, SemanticModel model, CancellationToken cancellationToken)
    {
        if (size is null || Calls.Strip(size) is not (IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax) || !IsSent(Origins.Of(size, model, cancellationToken), model, cancellationToken))
        {
            return false;
        }

        return Calls.Inside<InvocationExpressionSyntax>(function).Any(call => Receiving.IsLikely(call) && Receiving.Is(call, model, cancellationToken))
            && !(Calls.LastName(size) is { } name && IsCompared(name, function));
    }

    private static bool IsSent(ExpressionSyntax origin, SemanticModel model, CancellationToken cancellationToken) => origin switch
    {
        InvocationExpressionSyntax call => Calls.LastName(Calls.ReceiverOf(call)) is "BinaryPrimitives" or "BitConverter" or "IPAddress"
            && (Calls.Name(call).StartsWith("ReadInt", StringComparison.Ordinal) || Calls.Name(call).StartsWith("ReadUInt32", StringComparison.Ordinal) || Calls.Name(call).StartsWith("ToInt", StringComparison.Ordinal) || Calls.Name(call) is "ToUInt32" or "NetworkToHostOrder")
            && !Calls.Name(call).StartsWith("ReadInt16", StringComparison.Ordinal) && Calls.Name(call) != "ToInt16",
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value", Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContentLength" } } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContentLength" } member => Api.IsHttpRequest(model.GetTypeInfo(member.Expression, cancellationToken).Type),
        _ => false,
    };

    /// <summary>Whether a comparison outside of the header of a loop asks about the length: with zero or the end of a loop it says nothing of its limit.</summary>
    private static bool IsCompared(string name, SyntaxNode function) => function.DescendantNodes().Any(node => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression } binary =>
            binary.Parent is not (WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax) && !IsZero(binary.Right) && Mentions(binary, name),
        IsPatternExpressionSyntax pattern => Mentions(pattern.Expression, name),
        InvocationExpressionSyntax call => (Calls.Name(call).StartsWith("ThrowIf", StringComparison.Ordinal) || Calls.Name(call) is "Min" or "Clamp") && Mentions(call, name),
        _ => false,
    });

    private static bool Mentions(SyntaxNode node, string name) => node.DescendantNodesAndSelf().Any(part => part is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name);

    private static bool IsZero(ExpressionSyntax expression) => expression is LiteralExpressionSyntax { Token.Value: 0 };
}
