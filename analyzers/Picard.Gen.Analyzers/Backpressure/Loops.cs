using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>Loops around a node, and what bounds them.</summary>
internal static class Loops
{
    // Limit: what a loop of this many turns writes is a page of memory or two; a constant beyond it is there to be a load.
    private const int SmallTurns = 128;

    /// <summary>The loops that repeat a node, innermost first, within its function.</summary>
    public static IEnumerable<StatementSyntax> Around(SyntaxNode node)
    {
        for (var at = node; at.Parent is { } parent && !Calls.IsFunction(parent); at = parent)
        {
            if (IsLoop(parent) && !IsOnce(parent, at))
            {
                yield return (StatementSyntax)parent;
            }
        }
    }

    public static bool IsLoop(SyntaxNode node) => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

    public static bool IsAwaiting(SyntaxNode loop) => loop is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 };

    /// <summary>Whether a loop has a few turns whatever comes: constants, what is written in place, fields of a message.</summary>
    public static bool IsSmall(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken) => loop switch
    {
        ForStatementSyntax { Condition: BinaryExpressionSyntax condition } => IsSmall(condition, model, cancellationToken),
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } each => IsSmall(Calls.Strip(each.Expression), model, cancellationToken),
        _ => false,
    };

    /// <summary>Whether a sequence is of a few items that are fixed when the program is built, or of the pieces of one buffer.</summary>
    public static bool IsSmall(ExpressionSyntax items, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (items)
        {
            case ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax or LiteralExpressionSyntax or StackAllocArrayCreationExpressionSyntax:
                return true;
            case InvocationExpressionSyntax call when Calls.Name(call) is "Range" or "Repeat" or "Take" or "GetValues" or "GetNames" or "TakeLast":
                return call.ArgumentList.Arguments.All(argument => argument.Expression is TypeOfExpressionSyntax
                    || (model.GetConstantValue(argument.Expression, cancellationToken) is { HasValue: true, Value: var value } && (value is not int turns || turns <= SmallTurns)));
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } call when Calls.Name(call) is "Select" or "Where" or "OrderBy" or "Zip" or "AsEnumerable" or "ToArray" or "ToList" or "Reverse" or "Skip":
                return IsSmall(Calls.Strip(member.Expression), model, cancellationToken);
        }

        var type = model.GetTypeInfo(items, cancellationToken).Type;
        if (type is { SpecialType: SpecialType.System_String } or { Name: "ReadOnlySequence" or "Span" or "ReadOnlySpan" or "IHeaderDictionary" or "HttpHeaders" or "HttpResponseHeaders" or "HttpRequestHeaders" or "StringValues" })
        {
            return true;
        }

        return model.GetSymbolInfo(items, cancellationToken).Symbol switch
        {
            IFieldSymbol { IsStatic: true, IsReadOnly: true } field => IsFixed(field.Type),
            ILocalSymbol local => Origins.InitializerOf(local, cancellationToken) is { } value && value is not IdentifierNameSyntax && IsSmall(Calls.Strip(value), model, cancellationToken),
            _ => false,
        };
    }

    /// <summary>Whether a loop goes over what is in memory already.</summary>
    public static bool IsOverMemory(StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken) => loop switch
    {
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: 0 } each => IsInMemory(model.GetTypeInfo(each.Expression, cancellationToken).Type),
        ForStatementSyntax { Condition: BinaryExpressionSyntax { Right: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "Length" } } } => true,
        _ => false,
    };

    public static bool IsInMemory(ITypeSymbol? type) => type is IArrayTypeSymbol
        || type is { SpecialType: SpecialType.System_String }
        || (type is INamedTypeSymbol named && !IsQueue(named) && (named.Name is "Span" or "ReadOnlySpan" or "ReadOnlySequence" || Api.Is(named, "IReadOnlyCollection", "System.Collections.Generic") || Api.Is(named, "ICollection", "System.Collections.Generic")));

    /// <summary>Whether the header of a loop says how many turns it has.</summary>
    public static bool IsCounted(StatementSyntax loop) => loop is ForStatementSyntax { Condition: not null, Incrementors.Count: > 0 };

    /// <summary>The calls of a loop itself, not of the functions in it.</summary>
    public static IEnumerable<InvocationExpressionSyntax> CallsIn(SyntaxNode loop) => Calls.Inside<InvocationExpressionSyntax>(loop);

    private static bool IsFixed(ITypeSymbol type) => type is IArrayTypeSymbol || Api.IsBelow(type, "System.Collections.Immutable") || Api.IsBelow(type, "System.Collections.Frozen") || type.Name.StartsWith("IReadOnly", StringComparison.Ordinal);

    private static bool IsQueue(INamedTypeSymbol type) => type.Name is "BlockingCollection" or "ConcurrentQueue" or "ConcurrentBag" or "ConcurrentStack";

    private static bool IsSmall(BinaryExpressionSyntax condition, SemanticModel model, CancellationToken cancellationToken) =>
        condition.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
        && (model.GetConstantValue(condition.Right, cancellationToken).Value is int and <= SmallTurns);

    private static bool IsOnce(SyntaxNode loop, SyntaxNode part) => loop switch
    {
        CommonForEachStatementSyntax each => part == each.Expression,
        ForStatementSyntax counted => counted.Declaration == part || counted.Initializers.Any(initializer => initializer == part),
        _ => false,
    };
}
