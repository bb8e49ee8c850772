using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>A body as one caller reaches it.</summary>
/// <param name="Body">The code.</param>
/// <param name="Owner">The constructed method or type that it belongs to, which says what its type parameters are; that of a lambda is around it.</param>
/// <param name="This">The type that <c>this</c> is, or is derived from; null: that which declares the body.</param>
/// <param name="Caller">Null: the entry point.</param>
/// <param name="Call">The place in the caller.</param>
internal sealed record Step(Body Body, ISymbol Owner, INamedTypeSymbol? This, Step? Caller, Site? Call)
{
    public int Length { get; } = Caller is null ? 0 : Caller.Length + 1;

    /// <summary>Steps of one key reach the same.</summary>
    public (Body Body, ISymbol Owner, ISymbol? This) Key => (Body, Owner, This);

    /// <summary>From the entry point to this one.</summary>
    public List<Step> Chain()
    {
        var chain = new List<Step>();
        for (var step = this; step is not null; step = step.Caller)
        {
            chain.Add(step);
        }

        chain.Reverse();
        return chain;
    }
}
