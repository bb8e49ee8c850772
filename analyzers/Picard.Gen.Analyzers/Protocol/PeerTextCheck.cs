using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Whether somebody has looked at a text on the way to where it is used: a branch that is taken for what the text is, or a test before it that leaves otherwise. That there
/// is a text, and how long it is, says nothing about its characters. What is tested is not judged: a test is taken for a good one.
/// </summary>
/// <param name="names">All expressions that stand for the text.</param>
/// <param name="member">What is searched for what was made of the text.</param>
internal sealed class PeerTextCheck(HashSet<string> names, SyntaxNode member)
{
    private static readonly string[] s_checks = ["Validate", "Check", "Ensure", "Guard", "Verify", "Assert", "Require", "Against", "Demand"];

    private readonly Lazy<HashSet<string>> _results = new(() => new HashSet<string>(ResultsOf(names, member), StringComparer.Ordinal));

    /// <summary>Whether every way to a use passes a test.</summary>
    public bool IsBefore(SyntaxNode use)
    {
        for (var (at, from) = (use.Parent, use); at is not null && from != member; (from, at) = (at, at.Parent))
        {
            if (IsBranchFor(at, from))
            {
                return true;
            }

            var statements = at switch
            {
                BlockSyntax block => block.Statements,
                SwitchSectionSyntax section => section.Statements,
                _ => default,
            };
            if (statements.TakeWhile(statement => statement != from).Any(Leaves))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a condition looks at the text, or at what a call has made of it.</summary>
    public bool IsIn(SyntaxNode condition) => condition.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(part =>
        IsMention(part) ? !IsAboutPresence(part) : part is IdentifierNameSyntax name && _results.Value.Contains(name.Identifier.ValueText));

    private bool IsBranchFor(SyntaxNode at, SyntaxNode from) => at switch
    {
        IfStatementSyntax branch => from != branch.Condition && IsIn(branch.Condition),
        WhileStatementSyntax loop => from != loop.Condition && IsIn(loop.Condition),
        ConditionalExpressionSyntax choice => from != choice.Condition && IsIn(choice.Condition),
        SwitchStatementSyntax choice => from != choice.Expression && IsIn(choice.Expression),
        SwitchExpressionSyntax choice => from != choice.GoverningExpression && IsIn(choice.GoverningExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both => from == both.Right && IsIn(both.Left),
        _ => false,
    };

    /// <summary>Whether a statement looks at the text and does not go on for each.</summary>
    private bool Leaves(StatementSyntax statement) => statement switch
    {
        IfStatementSyntax branch => IsIn(branch.Condition) && HasExit(branch),
        SwitchStatementSyntax choice => IsIn(choice.Expression) && HasExit(choice),
        CommonForEachStatementSyntax loop => IsIn(loop.Expression) && HasExit(loop.Statement),
        ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax => HasExit(statement) && statement.DescendantNodes().OfType<ExpressionSyntax>().Any(part => IsMention(part) && !IsAboutPresence(part)),
        ExpressionStatementSyntax { Expression: var expression } => Calls.Strip(expression) is InvocationExpressionSyntax call && IsCheck(call) && call.ArgumentList.Arguments.Any(argument => argument.DescendantNodes().Any(IsMention)),
        TryStatementSyntax attempt => attempt.Block.Statements.Any(Leaves) && attempt.Catches.All(HasExit),
        _ => false,
    };

    private bool HasExit(SyntaxNode node) => Calls.Inside<SyntaxNode>(node).Any(inner => inner is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax or ThrowExpressionSyntax
        || (inner is AssignmentExpressionSyntax { Left: var left } && names.Contains(left.ToString())));

    private static bool IsCheck(InvocationExpressionSyntax call)
    {
        var name = Calls.Name(call);
        return Array.Exists(s_checks, check => name.StartsWith(check, StringComparison.Ordinal) || call.Expression.ToString().IndexOf(check + ".", StringComparison.OrdinalIgnoreCase) >= 0)
            || (name.StartsWith("ThrowIf", StringComparison.Ordinal) && name.IndexOf("Null", StringComparison.Ordinal) < 0 && name.IndexOf("Greater", StringComparison.Ordinal) < 0);
    }

    private bool IsMention(SyntaxNode node) => node is ExpressionSyntax expression && names.Contains(expression.ToString())
        && !(expression.Parent is MemberAccessExpressionSyntax member && member.Name == expression) && expression.Parent is not NameColonSyntax
        // The whole of which the text is a part is looked at where it is passed on, not where another part is.
        && !(expression is IdentifierNameSyntax && expression.Parent is MemberAccessExpressionSyntax { Expression: var owner } access && owner == expression && names.Any(name => name.StartsWith(expression + ".", StringComparison.Ordinal))
            && !names.Contains(access.ToString()));

    /// <summary>Whether a part of a condition asks only whether there is a text, and how long it is.</summary>
    private static bool IsAboutPresence(ExpressionSyntax mention)
    {
        var at = (SyntaxNode)mention;
        while (at.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression })
        {
            at = at.Parent;
        }

        return at.Parent switch
        {
            BinaryExpressionSyntax binary => IsNothing(binary.Left == at ? binary.Right : binary.Left),
            IsPatternExpressionSyntax pattern => IsAboutPresence(pattern.Pattern),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" or "HasValue" } => true,
            ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" } } => true,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => Calls.Name(call) is "IsNullOrEmpty" or "IsNullOrWhiteSpace",
            _ => false,
        };
    }

    private static bool IsAboutPresence(PatternSyntax pattern) => pattern switch
    {
        UnaryPatternSyntax not => IsAboutPresence(not.Pattern),
        ParenthesizedPatternSyntax inner => IsAboutPresence(inner.Pattern),
        BinaryPatternSyntax both => IsAboutPresence(both.Left) && IsAboutPresence(both.Right),
        ConstantPatternSyntax constant => IsNothing(constant.Expression),
        RecursivePatternSyntax { PropertyPatternClause.Subpatterns: var parts } => parts.All(static part => part.NameColon?.Name.Identifier.ValueText is "Length" or "Count"),
        DeclarationPatternSyntax or VarPatternSyntax or TypePatternSyntax or DiscardPatternSyntax => true,
        _ => false,
    };

    private static bool IsNothing(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression || literal.Token.ValueText.Length == 0,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" } => true,
        _ => false,
    };

    /// <summary>The locals that hold what somebody has found out about the text: whether it is good, or what is stored under it.</summary>
    private static IEnumerable<string> ResultsOf(HashSet<string> names, SyntaxNode member)
    {
        foreach (var variable in member.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (variable.Initializer is { Value: var value } && !names.Contains(variable.Identifier.ValueText)
                && value.DescendantNodesAndSelf().Any(node => node is InvocationExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax && !IsAboutText(node, names))
                && value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(part => names.Contains(part.ToString())))
            {
                yield return variable.Identifier.ValueText;
            }
        }
    }

    /// <summary>Lengths and emptiness again, kept in a local.</summary>
    private static bool IsAboutText(SyntaxNode node, HashSet<string> names) =>
        node.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Where(part => names.Contains(part.ToString())).All(IsAboutPresence);
}
