using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Words that say, before anything is bound, whether a method can have something for a while only.</summary>
internal static class LifetimeWords
{
    // Limit: each constant is a path of its own from the comparison on, and paths are few.
    private const int MaxConstants = 16;

    private static readonly HashSet<string> s_words = new(StringComparer.Ordinal)
    {
        "AdvanceTo", "ReadAtLeastAsync", "PipeReader", "PipeWriter", "Pipe", "Rent", "MemoryPool", "GetMemory", "GetSpan", "IMemoryOwner", "ResponseHeadersRead",
        "GetStreamAsync", "GetResponseAsync", "ValueTask", "Preserve", "IsCompletedSuccessfully", "ReadResult", "TryRead", "Return", "Downstream", "Upstream", "ReadOnlySequence", "ReadOnlyMemory",
        "ReadAsync", "FlushAsync", "Complete", "CompleteAsync", "ForwardedRequest", "ForwardedResponse",
    };

    private static readonly HashSet<string> s_pipeCalls = new(StringComparer.Ordinal) { "ReadAsync", "FlushAsync", "Complete", "CompleteAsync" };

    /// <summary>Whether a method mentions one of the words, takes octets, calls what a pipe has, or consumes the same variable, which may be a value task, twice.</summary>
    /// <param name="isPipe">Whether an expression may be one of a pipe: streams are read and flushed as well.</param>
    public static bool AreIn(SyntaxNode codeBlock, Func<ExpressionSyntax, bool> isPipe)
    {
        HashSet<string>? consumed = null;
        List<ExpressionSyntax>? receivers = null;
        var hasOwner = false;
        foreach (var node in codeBlock.DescendantNodes())
        {
            if (node is not SimpleNameSyntax name)
            {
                continue;
            }

            var text = name.Identifier.ValueText;
            if (s_pipeCalls.Contains(text) && name.Parent is MemberAccessExpressionSyntax { Name: var called, Expression: var receiver } && called == name)
            {
                (receivers ??= []).Add(receiver);
                continue;
            }

            if (s_words.Contains(text) && !(text == "ValueTask" && IsResultOfAsync(name)))
            {
                return true;
            }

            // Of whoever owns memory it is the Memory that is read into.
            hasOwner |= text == "Memory";
            if (IsConsumed(name) && !(consumed ??= new(StringComparer.Ordinal)).Add(text))
            {
                return true;
            }

            if (consumed?.Contains(text) == true && IsInLoop(name, codeBlock))
            {
                return true;
            }
        }

        return receivers is not null && (hasOwner || receivers.Exists(receiver => isPipe(receiver)));
    }

    /// <summary>What an asynchronous method returns is made by the compiler: the method itself never has it.</summary>
    private static bool IsResultOfAsync(SimpleNameSyntax name) => name.Parent switch
    {
        MethodDeclarationSyntax method => method.ReturnType == name && method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax function => function.ReturnType == name && function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    /// <summary>Stands before the text of a value that is compared with constants more than once.</summary>
    public const string Compared = "compared ";

    /// <summary>The conditions that a method asks more than once, and the values that it compares more than once.</summary>
    public static HashSet<string> RepeatedConditions(SyntaxNode codeBlock)
    {
        var once = new HashSet<string>(StringComparer.Ordinal);
        var repeated = new HashSet<string>(StringComparer.Ordinal);
        var compared = new Dictionary<string, (int Times, int Constants)>(StringComparer.Ordinal);
        foreach (var node in codeBlock.DescendantNodes())
        {
            var condition = node switch
            {
                IfStatementSyntax statement => statement.Condition,
                WhileStatementSyntax loop => loop.Condition,
                DoStatementSyntax loop => loop.Condition,
                ConditionalExpressionSyntax choice => choice.Condition,
                _ => null,
            };
            if (ComparedIn(node) is { } value)
            {
                compared.TryGetValue(value.Text, out var before);
                compared[value.Text] = (before.Times + 1, before.Constants + value.Constants);
            }

            if (condition is not null)
            {
                Add(condition, once, repeated);
            }
        }

        foreach (var value in compared)
        {
            if (value.Value.Times > 1 && value.Value.Constants <= MaxConstants)
            {
                repeated.Add(Compared + value.Key);
            }
        }

        return repeated;
    }

    /// <summary>The value that is compared with constants at a node, and with how many.</summary>
    private static (string Text, int Constants)? ComparedIn(SyntaxNode node) => node switch
    {
        SwitchStatementSyntax choice => (choice.Expression.ToString(), choice.Sections.Sum(static section => section.Labels.Count)),
        SwitchExpressionSyntax choice => (choice.GoverningExpression.ToString(), choice.Arms.Count),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } binary => (binary.Left.ToString(), 1),
        IsPatternExpressionSyntax pattern => (pattern.Expression.ToString(), 1),
        _ => null,
    };

    private static void Add(ExpressionSyntax condition, HashSet<string> once, HashSet<string> repeated)
    {
        switch (condition)
        {
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                Add(both.Left, once, repeated);
                Add(both.Right, once, repeated);
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                Add(not.Operand, once, repeated);
                break;
            case ParenthesizedExpressionSyntax inner:
                Add(inner.Expression, once, repeated);
                break;
            default:
                if (!once.Add(condition.ToString()))
                {
                    repeated.Add(condition.ToString());
                }

                break;
        }
    }

    private static bool IsConsumed(SimpleNameSyntax name) => name is IdentifierNameSyntax && name.Parent switch
    {
        AwaitExpressionSyntax => true,
        MemberAccessExpressionSyntax member => member.Expression == name && member.Name.Identifier.ValueText is "AsTask" or "Result" or "GetAwaiter" or "ConfigureAwait",
        _ => false,
    };

    private static bool IsInLoop(SyntaxNode? node, SyntaxNode codeBlock)
    {
        for (var at = node; at is not null && at != codeBlock; at = at.Parent)
        {
            if (at is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
