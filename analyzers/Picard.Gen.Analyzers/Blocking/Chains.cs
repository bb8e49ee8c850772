using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>How ways through the call graph are written in messages.</summary>
internal static class Chains
{
    // Limit: a message is one sentence; the calls between are its additional locations.
    private const int MaxNames = 8;

    /// <summary>As in <c>Orders.Get → Store.Load → Retry.Wait calls Thread.Sleep</c>.</summary>
    public static string Describe(Finding finding)
    {
        var names = new List<string>();
        foreach (var step in finding.Last.Chain())
        {
            var name = NameOf(step.Body);
            if (names.Count == 0 || names[names.Count - 1] != name)
            {
                names.Add(name);
            }
        }

        if (names.Count > MaxNames)
        {
            names.RemoveRange(MaxNames / 2, names.Count - MaxNames);
            names.Insert(MaxNames / 2, "…");
        }

        return string.Join(" → ", names) + finding.Site switch
        {
            BlockingSite { Effect: var effect, Name: var name } => (name.StartsWith("a loop", StringComparison.Ordinal) ? " has " : name.StartsWith("foreach", StringComparison.Ordinal) ? " runs " : " calls ")
                + name + (effect.Chain is { } chain ? " → " + chain : ""),
            LockSite { Lock: { } field } => $" locks '{field.Name}', which {finding.Holder}",
            _ => $" takes a lock, which {finding.Holder}",
        };
    }

    public static string NameOf(Body body) => body.Symbol switch
    {
        INamedTypeSymbol type => "the static initializer of " + Names.Of(type),
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } function => "a lambda of " + Around(function),
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } function => function.Name,
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => "new " + Names.Of(constructor.ContainingType),
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } method => "an operator of " + Names.Of(method.ContainingType),
        IMethodSymbol { AssociatedSymbol: IPropertySymbol { IsIndexer: true } indexer } => "the indexer of " + Names.Of(indexer.ContainingType),
        IMethodSymbol { AssociatedSymbol: { } member } => Names.Of(member),
        IMethodSymbol { ExplicitInterfaceImplementations: { Length: > 0 } implemented } method => $"{Names.Of(method.ContainingType)}.{implemented[0].Name}",
        var symbol when symbol.ContainingType is { Name: "", ContainingType: { } outer } => $"{Names.Of(outer)}.{symbol.Name}",
        var symbol => Names.Of(symbol),
    };

    private static string Around(ISymbol function)
    {
        var symbol = function.ContainingSymbol;
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } && symbol.ContainingSymbol is { } containing)
        {
            symbol = containing;
        }

        return symbol switch
        {
            IMethodSymbol { Name: "<Main>$" } => "the program",
            IMethodSymbol method => NameOf(Body.Of(method)),
            null => "the program",
            _ => Names.Of(symbol),
        };
    }
}
