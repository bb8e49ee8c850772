using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What grows by which call, and what makes it smaller again.</summary>
internal static class Growth
{
    public static bool IsLikely(InvocationExpressionSyntax call) => Calls.Name(call) switch
    {
        "Add" or "AddRange" or "Enqueue" or "Push" or "TryAdd" or "GetOrAdd" or "AddOrUpdate" or "AddLast" or "AddFirst" or "AddAfter" or "Insert" or "InsertRange" => true,
        "Append" or "AppendLine" or "AppendFormat" or "AppendJoin" => true,
        "Write" or "WriteAsync" or "WriteByte" or "Advance" or "CopyTo" => true,
        "Resize" => Calls.LastName(Calls.ReceiverOf(call)) == "Array",
        _ => false,
    };

    /// <summary><c>text</c> of <c>text.Append(a).Append(b)</c>; whatever is written in between.</summary>
    public static ExpressionSyntax? RootOf(ExpressionSyntax? receiver)
    {
        while (receiver is InvocationExpressionSyntax chained && Calls.Name(chained).StartsWith("Append", StringComparison.Ordinal))
        {
            receiver = Calls.ReceiverOf(chained);
        }

        // An inner link of a chain is not the growth that is reported.
        return receiver is null ? null : Calls.Strip(receiver);
    }

    public static bool Grows(ITypeSymbol? type, string name) => name switch
    {
        "Append" or "AppendLine" or "AppendFormat" or "AppendJoin" => type is { Name: "StringBuilder" },
        "Write" or "WriteAsync" or "WriteByte" or "Advance" => Api.IsMemoryStream(type) || type is { Name: "ArrayBufferWriter" },
        "CopyTo" => false,
        _ => type is not null && IsCollection(type),
    };

    public static bool IsCollection(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { Name: "BlockingCollection" } => false,
        INamedTypeSymbol named => Api.IsBelow(named, "System.Collections"),
        _ => false,
    };

    public static bool IsMap(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 2 } && IsCollection(type) && type.Name.IndexOf("Dictionary", StringComparison.Ordinal) >= 0 || type is { Name: "Hashtable" };

    /// <summary>Whether the keys are so few that a dictionary of all of them is small.</summary>
    public static bool HasFewKeys(ITypeSymbol map) => map is INamedTypeSymbol { TypeArguments: [var key, _] }
        && (key.TypeKind == TypeKind.Enum || key.SpecialType is SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Char || key is { Name: "Type" or "HttpStatusCode" or "StatusCode" or "PropertyInfo" or "MethodInfo" });

    /// <summary>Queues, which somebody else empties, sooner or later.</summary>
    public static bool IsQueue(ITypeSymbol? type) => type is { Name: "Queue" or "ConcurrentQueue" or "PriorityQueue" };

    /// <summary>Whether an assignment replaces a text or a collection by a longer one.</summary>
    public static bool IsLonger(AssignmentExpressionSyntax assignment)
    {
        if (Calls.LastName(assignment.Left) is not { } name)
        {
            return false;
        }

        return assignment.IsKind(SyntaxKind.AddAssignmentExpression)
            ? assignment.Right is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression }
            : assignment.Right switch
            {
                InvocationExpressionSyntax call => Calls.Name(call) is "Add" or "AddRange" or "Concat" or "Append" or "Enqueue" or "SetItem" or "ToArray"
                    && call.DescendantNodes().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name) && call.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(static inner => Calls.Name(inner) is "Add" or "AddRange" or "Concat" or "Append" or "Enqueue" or "SetItem"),
                CollectionExpressionSyntax list => list.Elements.OfType<SpreadElementSyntax>().Any(spread => Calls.LastName(spread.Expression) == name) && list.Elements.Count > 1,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => Calls.LastName(sum.Left) == name,
                _ => false,
            };
    }

    /// <summary>Whether a map only gets a new value for a key that it has: the assignment is in the branch of such a question, or after one that leaves.</summary>
    public static bool IsUpdate(ExpressionSyntax at, string name)
    {
        for (SyntaxNode node = at; node.Parent is { } parent && !Calls.IsFunction(parent); node = parent)
        {
            if (parent is IfStatementSyntax branch && ((node == branch.Statement && Has(branch.Condition, name)) || (node.IsKind(SyntaxKind.ElseClause) && HasNot(branch.Condition, name))))
            {
                return true;
            }

            if (parent is BlockSyntax block && block.Statements.TakeWhile(statement => statement != node).OfType<IfStatementSyntax>().Any(before => HasNot(before.Condition, name) && IsLeaving(before.Statement)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(ExpressionSyntax condition, string name) => Calls.Strip(condition) switch
    {
        InvocationExpressionSyntax call => Calls.Name(call) is "ContainsKey" or "TryGetValue" && Calls.LastName(Calls.ReceiverOf(call)) == name,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => Has(both.Left, name) || Has(both.Right, name),
        _ => false,
    };

    private static bool HasNot(ExpressionSyntax condition, string name) => Calls.Strip(condition) switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Has(not.Operand, name),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => HasNot(either.Left, name) || HasNot(either.Right, name),
        _ => false,
    };

    private static bool IsLeaving(StatementSyntax statement) => (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement) is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;

    /// <summary>Whether anything in a scope takes items out, starts anew, or hands all of it to something that does.</summary>
    public static bool Shrinks(SyntaxNode scope, string name, ISymbol symbol, bool isQueue, SyntaxNode growing) => scope.DescendantNodes(static node => !IsBoundary(node)).Any(node => node switch
    {
        InvocationExpressionSyntax call => Shrinks(call, name, isQueue, growing),
        // var idle = _idle; … idle.RemoveAt(0);
        VariableDeclaratorSyntax { Initializer.Value: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } alias => symbol is not ILocalSymbol
            && Calls.LastName(alias.Initializer!.Value) == name && Calls.Inside<InvocationExpressionSyntax>(Calls.FunctionOf(alias)).Any(call => Shrinks(call, alias.Identifier.ValueText, isQueue, growing)),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => IsNewStart(assignment, name, symbol),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => Calls.LastName(argument.Expression) == name && symbol is not ILocalSymbol { Type: IArrayTypeSymbol } && !IsResize(argument),
        _ => false,
    });

    /// <summary>An event handler begins and ends with its exchange: what it does then bounds nothing in between.</summary>
    private static bool IsBoundary(SyntaxNode node) => node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method
        && method.AttributeLists.SelectMany(static list => list.Attributes).Any(static attribute => attribute.Name.ToString() is "OnRequest" or "OnEnd" or "OnDone" or "OnAbort");

    private static bool Shrinks(InvocationExpressionSyntax call, string name, bool isQueue, SyntaxNode growing)
    {
        var called = Calls.Name(call);
        if (Calls.LastName(Calls.ReceiverOf(call)) == name)
        {
            return called switch
            {
                "Clear" or "SetLength" or "ResetWrittenCount" or "TrimExcess" or "Remove" or "RemoveAll" or "RemoveAt" or "RemoveRange" or "RemoveFirst" or "RemoveLast" or "RemoveWhere" or "TryRemove" or "ExceptWith" or "IntersectWith" => true,
                // Somebody takes out of a queue, or it would not be one: that bounds it only where it is done by whoever fills it.
                "Dequeue" or "TryDequeue" or "Pop" or "TryPop" or "TryTake" or "EnqueueDequeue" or "DequeueEnqueue" => !isQueue || Calls.FunctionOf(call) == growing,
                _ => false,
            };
        }

        return IsCare(called) && (call.ArgumentList.Arguments.Count == 0 || call.ArgumentList.Arguments.Any(argument => Calls.LastName(argument.Expression) == name));
    }

    /// <summary>Words for what makes room.</summary>
    private static bool IsCare(string called) => called.StartsWith("Trim", StringComparison.Ordinal) || called.IndexOf("Evict", StringComparison.Ordinal) >= 0 || called.IndexOf("Prune", StringComparison.Ordinal) >= 0
        || called.IndexOf("Purge", StringComparison.Ordinal) >= 0 || called.IndexOf("Expire", StringComparison.Ordinal) >= 0 || called.IndexOf("EnsureLimit", StringComparison.Ordinal) >= 0;

    private static bool IsResize(ArgumentSyntax argument) => argument.Parent?.Parent is InvocationExpressionSyntax call && Calls.Name(call) == "Resize";

    private static bool IsNewStart(AssignmentExpressionSyntax assignment, string name, ISymbol symbol)
    {
        if (Calls.LastName(assignment.Left) != name)
        {
            return assignment.Left is TupleExpressionSyntax tuple && tuple.Arguments.Any(argument => Calls.LastName(argument.Expression) == name);
        }

        return !IsLonger(assignment) && Calls.FunctionOf(assignment) is not ConstructorDeclarationSyntax
            && (symbol is not ILocalSymbol local || assignment.Right is not IdentifierNameSyntax || local.Type.SpecialType == SpecialType.System_String)
            && assignment.Parent is not InitializerExpressionSyntax;
    }
}
