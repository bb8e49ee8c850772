using System.Diagnostics;

namespace Picard.Gen;

/// <summary>A parameter whose type nothing can be bound to. The overloads that return it are errors, so it is never used.</summary>
/// <typeparam name="T">The type.</typeparam>
public readonly struct UnsupportedParameter<T>
{
    /// <summary>Never called.</summary>
    public bool TryBind(Exchange exchange, Source source, out T value) => throw new UnreachableException();

    /// <summary>Never called.</summary>
    public bool TryBind(Exchange exchange, Source source, T whenMissing, out T value) => throw new UnreachableException();
}
