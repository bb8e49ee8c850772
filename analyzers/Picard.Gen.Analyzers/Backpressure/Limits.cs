using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Whether code compares an amount with a limit. By names alone, so that all files of a type can be asked: what looks like a limit is taken for one.</summary>
internal static class Limits
{
    /// <summary>Whether a scope compares the size of what is called <paramref name="name"/>, or an amount that it adds up, with something.</summary>
    public static bool AreChecked(SyntaxNode scope, string? name) => AreChecked(scope, name, null);

    /// <summary>Whether a scope compares the size of what is called <paramref name="name"/>; what else it counts is of no interest.</summary>
    public static bool AreCheckedByName(SyntaxNode scope, string name) => AreChecked(scope, name, new(StringComparer.Ordinal));

    private static bool AreChecked(SyntaxNode scope, string? name, HashSet<string>? sums)
    {
        var isByName = sums is not null;
        foreach (var node in scope.DescendantNodes())
        {
            if (node is InvocationExpressionSyntax call)
            {
                if (Calls.Name(call) is "ThrowIfGreaterThan" or "ThrowIfGreaterThanOrEqual" or "ThrowIfLessThan" && Measures(call.ArgumentList, name, sums ??= SumsIn(scope), isByName))
                {
                    return true;
                }
            }
            else if (node is BinaryExpressionSyntax binary ? IsComparison(binary) : node is IsPatternExpressionSyntax { Pattern: var pattern } && pattern.DescendantNodesAndSelf().Any(static p => p is RelationalPatternSyntax))
            {
                if (!IsHeader(node) && !IsOfZero(node) && !IsFull(node, sums ??= SumsIn(scope)) && Measures(node, name, sums ??= SumsIn(scope), isByName))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a function waits for a permit, or compares a count, before it goes on.</summary>
    public static bool AreGated(SyntaxNode function) =>
        function.DescendantNodes().Any(static node => node switch
        {
            InvocationExpressionSyntax call => Calls.Name(call) is "AttemptAcquire" or "AcquireAsync" or "WaitAsync" or "WaitOneAsync" or "Wait"
                || (Calls.Name(call) is "WhenAny" or "WhenAll" && Loops.Around(call).Any()),
            BinaryExpressionSyntax binary => IsComparison(binary) && !IsHeader(binary) && !IsOfZero(binary) && binary.DescendantNodes().Any(static part => part is InvocationExpressionSyntax call
                ? Calls.Name(call) is "Increment" or "Add" or "Read" or "Count" : part is IdentifierNameSyntax { Identifier.ValueText: "Count" or "CurrentCount" }),
            _ => false,
        });

    /// <summary>Attributes that bound the content of a request.</summary>
    public static bool IsBoundedByAttribute(SyntaxNode node)
    {
        foreach (var at in node.AncestorsAndSelf())
        {
            var lists = at switch
            {
                BaseMethodDeclarationSyntax method => method.AttributeLists,
                TypeDeclarationSyntax type => type.AttributeLists,
                LambdaExpressionSyntax lambda => lambda.AttributeLists,
                _ => default,
            };
            if (lists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is "MaxContent" or "MaxContentAttribute" or "Picard.MaxContent" or "RequestSizeLimit" or "RequestFormLimits"
                && attribute.ArgumentList?.ToString().IndexOf("Unlimited", StringComparison.Ordinal) < 0 && attribute.ArgumentList.ToString().IndexOf("MaxValue", StringComparison.Ordinal) < 0))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsComparison(BinaryExpressionSyntax binary) => binary.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
        or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.EqualsExpression;

    /// <summary>The header of a counted loop says how far it goes, not how much it may hold.</summary>
    private static bool IsHeader(SyntaxNode node) => node.Parent is ForStatementSyntax counted && counted.Condition == node;

    private static bool IsOfZero(SyntaxNode comparison) => comparison switch
    {
        BinaryExpressionSyntax binary => IsZero(binary.Right) || IsZero(binary.Left) || (binary.IsKind(SyntaxKind.EqualsExpression) && binary.Right is not (LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax)),
        IsPatternExpressionSyntax { Pattern: RelationalPatternSyntax relational } => IsZero(relational.Expression),
        _ => false,
    };

    /// <summary>Whether a comparison asks whether an array is full, so that it has to grow; that is no limit.</summary>
    private static bool IsFull(SyntaxNode comparison, HashSet<string> sums) => comparison is BinaryExpressionSyntax binary
        && ((IsLength(binary.Right) && Calls.LastName(binary.Left) is { } left && sums.Contains(left)) || (IsLength(binary.Left) && Calls.LastName(binary.Right) is { } right && sums.Contains(right)));

    private static bool IsLength(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" };

    private static bool IsZero(ExpressionSyntax expression) => expression is LiteralExpressionSyntax { Token.Value: 0 or 0L or null };

    private static bool Measures(SyntaxNode expression, string? name, HashSet<string> sums, bool isByName) => expression.DescendantNodesAndSelf().Any(node => node switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText switch
        {
            "ContentLength" or "ContentLength64" => !isByName,
            "Count" or "Length" or "LongLength" or "LongCount" or "WrittenCount" or "Position" or "Capacity" or "WrittenSpan" or "WrittenMemory" =>
                name is null || Calls.LastName(access.Expression) == name || (Calls.LastName(access.Expression) is { } of && sums.Contains(of)),
            var member => sums.Contains(member),
        },
        IdentifierNameSyntax identifier => sums.Contains(identifier.Identifier.ValueText),
        InvocationExpressionSyntax call => Calls.Name(call) is "Increment" or "Add" && Calls.LastName(Calls.ReceiverOf(call)) == "Interlocked",
        _ => false,
    });

    /// <summary>The names of what a scope adds up.</summary>
    private static HashSet<string> SumsIn(SyntaxNode scope)
    {
        var sums = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in scope.DescendantNodes())
        {
            var summed = node switch
            {
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment => assignment.Left,
                AssignmentExpressionSyntax { Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum } assignment => Calls.LastName(sum.Left) == Calls.LastName(assignment.Left) || Calls.LastName(sum.Right) == Calls.LastName(assignment.Left) ? assignment.Left : null,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Parent: not ForStatementSyntax } postfix => postfix.Operand,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Parent: not ForStatementSyntax } prefix => prefix.Operand,
                ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Parent.Parent: InvocationExpressionSyntax call } argument when Calls.LastName(Calls.ReceiverOf(call)) == "Interlocked" => argument.Expression,
                _ => null,
            };
            if (Calls.LastName(summed) is { } name)
            {
                sums.Add(name);
            }
        }

        return sums;
    }
}
