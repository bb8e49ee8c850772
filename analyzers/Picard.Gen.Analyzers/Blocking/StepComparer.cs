using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Compares keys of steps.</summary>
internal sealed class StepComparer : IEqualityComparer<(Body Body, ISymbol Owner, ISymbol? This)>
{
    public static readonly StepComparer Instance = new();

    private StepComparer()
    {
    }

    public bool Equals((Body Body, ISymbol Owner, ISymbol? This) x, (Body Body, ISymbol Owner, ISymbol? This) y) =>
        x.Body.Equals(y.Body) && SymbolEqualityComparer.Default.Equals(x.Owner, y.Owner) && SymbolEqualityComparer.Default.Equals(x.This, y.This);

    public int GetHashCode((Body Body, ISymbol Owner, ISymbol? This) key) => (key.Body.GetHashCode() * 31) + SymbolEqualityComparer.Default.GetHashCode(key.Owner);
}
