using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>A place in a body where something happens that matters to the thread.</summary>
/// <param name="Operation">What stands there.</param>
internal abstract record Site(IOperation Operation);

/// <summary>A call that blocks.</summary>
/// <param name="Name">What blocks, as its user calls it: <c>Thread.Sleep</c>.</param>
/// <param name="Deciding">The parameter of the body that decides whether it does; null: it does.</param>
internal sealed record BlockingSite(IOperation Operation, Effect Effect, string Name, IParameterSymbol? Deciding) : Site(Operation);

/// <summary>A lock that is taken; it blocks if somebody holds it over what blocks.</summary>
/// <param name="Lock">The field that is locked; null: it is something else, which only this place is known to lock.</param>
internal sealed record LockSite(IOperation Operation, ISymbol? Lock, CodeRegion Region) : Site(Operation);

/// <summary>A call of the compilation's own code, or of what the compilation may implement.</summary>
/// <param name="Receiver">The operation whose type decides what is called; null for static members.</param>
/// <param name="Constrained">The type parameter whose static member is called.</param>
internal sealed record CalledSite(
    IOperation Operation,
    IMethodSymbol Target,
    bool IsVirtual,
    IOperation? Receiver,
    ITypeSymbol? Constrained,
    ImmutableArray<IArgumentOperation> Arguments) : Site(Operation);

/// <summary>A delegate that is called here, or by the framework before this call returns.</summary>
internal sealed record DelegateSite(IOperation Operation, IOperation Value) : Site(Operation);

/// <summary>A static member whose first use initialises its type.</summary>
internal sealed record TypeSite(IOperation Operation, INamedTypeSymbol Type) : Site(Operation);
