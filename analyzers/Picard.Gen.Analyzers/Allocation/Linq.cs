using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>Calls of LINQ over objects, once for each chain. What LINQ asks of a collection itself, such as the first of a list, allocates nothing.</summary>
internal static class Linq
{
    private static readonly HashSet<string> s_neverAllocate = ["Empty", "TryGetNonEnumeratedCount", "AsEnumerable"];

    // Of a collection these take its count, its indexer or its Contains, if they get no function to call.
    private static readonly HashSet<string> s_askTheCollection =
    [
        "Any", "Count", "LongCount", "Contains", "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "ElementAt", "ElementAtOrDefault",
    ];

    public static Allocated? Of(IInvocationOperation call)
    {
        if (!IsLinq(call.TargetMethod) || s_neverAllocate.Contains(call.TargetMethod.Name) || AsksTheCollection(call) || IsInnerLink(call))
        {
            return null;
        }

        return call.Syntax is InvocationExpressionSyntax
            ? new Allocated(StringBuilding.NameIn(call.Syntax), call.TargetMethod.Name)
            : new Allocated(call.Syntax is QueryClauseSyntax or SelectOrGroupClauseSyntax ? call.Syntax.GetFirstToken().GetLocation() : call.Syntax.GetLocation(), call.TargetMethod.Name);
    }

    private static bool IsLinq(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable" or "AsyncEnumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private static bool AsksTheCollection(IInvocationOperation call) =>
        s_askTheCollection.Contains(call.TargetMethod.Name)
        && call.TargetMethod.Parameters.All(static parameter => parameter.Type.TypeKind != TypeKind.Delegate)
        && SourceOf(call) is { Type: { } type }
        && (type is IArrayTypeSymbol || IsCollection(type) || type.AllInterfaces.Any(IsCollection));

    private static bool IsCollection(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_ICollection_T or SpecialType.System_Collections_Generic_IList_T;

    // The source of another call of LINQ: the last one of the chain is reported.
    private static bool IsInnerLink(IInvocationOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or ITranslatedQueryOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation outer } argument && IsLinq(outer.TargetMethod) && outer.Arguments.FirstOrDefault() == argument;
    }

    private static IOperation? SourceOf(IInvocationOperation call)
    {
        var source = call.Arguments.FirstOrDefault()?.Value;
        while (source is IConversionOperation { IsImplicit: true } conversion)
        {
            source = conversion.Operand;
        }

        return source;
    }
}
