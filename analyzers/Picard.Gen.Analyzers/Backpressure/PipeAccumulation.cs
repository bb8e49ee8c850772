using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Loops over a pipe that examine everything and consume nothing until the writer completes: the pipe then holds the whole content.</summary>
internal static class PipeAccumulation
{
    public static bool Is(CallSite site)
    {
        if (site.Call.ArgumentList.Arguments is not [var consumed, _]
            || Calls.Strip(consumed.Expression) is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start" } start || Calls.LastName(start.Expression) is not { } buffer
            || !Api.IsPipeReader(site.ReceiverType))
        {
            return false;
        }

        return Loops.Around(site.Call).FirstOrDefault() is { } loop && !Consumes(loop, buffer, site.Call) && !IsNearBy(loop, buffer) && !HasLimit(site.Function, buffer);
    }

    /// <summary>Whether the buffer moves on in the loop: it is sliced, parsed by reference, or consumed by another call that does not end the loop.</summary>
    private static bool Consumes(StatementSyntax loop, string buffer, InvocationExpressionSyntax advance) => loop.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax assignment => Calls.LastName(assignment.Left) == buffer && assignment.Right.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(static call => Calls.Name(call) != "ReadAsync"),
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword } argument => Calls.LastName(argument.Expression) == buffer,
        InvocationExpressionSyntax call => call != advance && Calls.Name(call) == "AdvanceTo" && !EndsLoop(call),
        _ => false,
    });

    private static bool EndsLoop(SyntaxNode call) => call.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } && block.Statements.Any(static next => next is BreakStatementSyntax or ReturnStatementSyntax);

    /// <summary>Whether the loop looks for a message in the buffer, which a protocol keeps short.</summary>
    private static bool IsNearBy(StatementSyntax loop, string buffer) => loop.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
        (Calls.Name(call).StartsWith("Try", StringComparison.Ordinal) || Calls.Name(call) is "PositionOf") && (Calls.LastName(Calls.ReceiverOf(call)) == buffer || call.ArgumentList.Arguments.Any(argument => Calls.LastName(argument.Expression) == buffer)));

    private static bool HasLimit(SyntaxNode function, string buffer) => function.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        .Any(access => access.Name.Identifier.ValueText is "Length" && Calls.LastName(access.Expression) is { } of && (of == buffer || of == "Buffer")
            && access.Ancestors().TakeWhile(static at => at is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax).Any(static at => at is BinaryExpressionSyntax or IsPatternExpressionSyntax || (at is InvocationExpressionSyntax call && Calls.Name(call).StartsWith("ThrowIf", StringComparison.Ordinal))));
}
