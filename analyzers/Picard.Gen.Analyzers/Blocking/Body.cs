using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Code of the compilation that runs as one: a method, an accessor, a constructor with its initialisers, a lambda, or what initialises a type.</summary>
/// <param name="Symbol">The definition of the method; of a lambda its symbol; of what initialises a type, the type.</param>
/// <param name="Function">The syntax of a lambda, by which it is known: its symbol is made anew by each model.</param>
internal sealed record Body(ISymbol Symbol, SyntaxNode? Function)
{
    public static Body Of(IMethodSymbol method) => new(method.OriginalDefinition, null);

    public static Body InitializerOf(INamedTypeSymbol type) => new(type.OriginalDefinition, null);

    public bool Equals(Body? other) =>
        other is not null && ReferenceEquals(Function, other.Function) && (Function is not null || SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol));

    public override int GetHashCode() => Function is not null ? RuntimeHelpers.GetHashCode(Function) : SymbolEqualityComparer.Default.GetHashCode(Symbol);
}
