using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Picard.Gen.Analyzers;

/// <summary>Locks that are taken by a call: <c>Monitor.Enter</c>, <c>Lock.Enter</c>, <c>Lock.EnterScope</c>, <c>SpinLock.Enter</c>.</summary>
internal static class LockCalls
{
    /// <summary>Names of methods that take a lock and wait for it without a limit.</summary>
    public static bool IsName(string name) => name is "Enter" or "EnterScope";

    /// <summary>What is locked, and what runs until it is let go; null: the call takes no lock.</summary>
    public static (IOperation Lock, CodeRegion Region)? Find(IInvocationOperation call)
    {
        if (!IsName(call.TargetMethod.Name) || call.TargetMethod.ContainingType is not { ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } type)
        {
            return null;
        }

        var locked = type.Name switch
        {
            "Monitor" when call.Arguments.Length > 0 => call.Arguments[0].Value,
            "Lock" or "SpinLock" => call.Instance,
            _ => null,
        };
        return locked is null ? null : (locked, new CodeRegion(call.Syntax.SyntaxTree, Region(call.Syntax)));
    }

    private static TextSpan Region(SyntaxNode call)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is UsingStatementSyntax used)
        {
            return used.Statement.Span;
        }

        // Until the statement that lets it go, or to the end of the block.
        if (statement?.Parent is not BlockSyntax block)
        {
            return call.Span;
        }

        var released = block.Statements.FirstOrDefault(candidate => candidate.SpanStart > statement.SpanStart && candidate.DescendantNodes().Any(IsExit));
        return TextSpan.FromBounds(statement.Span.End, released?.Span.End ?? block.Span.End);
    }

    private static bool IsExit(SyntaxNode node) => node is InvocationExpressionSyntax call && TreeIndex.NameOf(call.Expression) == "Exit";
}
