using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What a virtual call may reach: class hierarchy analysis over the types of the compilation.</summary>
internal sealed class Hierarchy(SourceIndex source)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, List<INamedTypeSymbol>> _derived = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _isFramework = new(SymbolEqualityComparer.Default);

    /// <summary>The types of the compilation that derive from a type or implement an interface, directly or not.</summary>
    public List<INamedTypeSymbol> DerivedFrom(INamedTypeSymbol type) => _derived.GetOrAdd(type.OriginalDefinition, Find);

    /// <summary>The methods that may be called.</summary>
    /// <param name="method">The method that the call names, constructed.</param>
    /// <param name="receiver">The type of the object that it is called on.</param>
    /// <param name="exactness">Whether the object may be of a type derived from that.</param>
    public IEnumerable<(IMethodSymbol Method, INamedTypeSymbol This)> Implementations(IMethodSymbol method, ITypeSymbol receiver, Exactness exactness)
    {
        if (method.ContainingType is not { } declaring)
        {
            yield break;
        }

        if (receiver is not INamedTypeSymbol type)
        {
            type = declaring;
        }

        if (type.TypeKind != TypeKind.Interface && ImplementationIn(type, method) is { } own)
        {
            yield return (own, type);
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            if (!method.IsAbstract)
            {
                yield return (method, declaring);
            }

            // An interface of the framework is implemented by everything; what of it comes here cannot be told.
            if (IsFramework(declaring))
            {
                yield break;
            }
        }

        if (exactness == Exactness.Exact || type.IsSealed || type.IsValueType || type.SpecialType == SpecialType.System_Object)
        {
            yield break;
        }

        foreach (var derived in DerivedFrom(type))
        {
            var constructed = Fit(derived, type);
            if (constructed is not null && ImplementationIn(constructed, method) is { } implementation)
            {
                yield return (implementation, constructed);
            }
        }
    }

    /// <summary>What is called for a method on an object of exactly this type; null: nothing.</summary>
    public static IMethodSymbol? ImplementationIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        var definition = method.OriginalDefinition;
        if (definition.ContainingType?.TypeKind == TypeKind.Interface && type.TypeKind != TypeKind.Interface)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, definition.ContainingType) && IsCompatible(implemented, method.ContainingType))
                {
                    var member = implemented.GetMembers(definition.Name).FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition));
                    if (member is not null && type.FindImplementationForInterfaceMember(member) is IMethodSymbol found)
                    {
                        return Construct(OverrideIn(type, found) ?? found, method);
                    }
                }
            }

            return null;
        }

        return OverrideIn(type, method) is { } implementation ? Construct(implementation, method) : null;
    }

    private static IMethodSymbol? OverrideIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        var definition = method.OriginalDefinition;
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(definition.Name))
            {
                for (var candidate = member as IMethodSymbol; candidate is not null; candidate = candidate.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition))
                    {
                        return (IMethodSymbol)member;
                    }
                }
            }
        }

        return null;
    }

    private static IMethodSymbol Construct(IMethodSymbol implementation, IMethodSymbol called) =>
        called.IsGenericMethod && implementation.IsGenericMethod && implementation.TypeParameters.Length == called.TypeArguments.Length
            ? implementation.OriginalDefinition.ContainingType.IsGenericType
                ? implementation
                : implementation.OriginalDefinition.Construct([.. called.TypeArguments])
            : implementation;

    /// <summary>A handler of messages A is not called for messages B.</summary>
    private static bool IsCompatible(INamedTypeSymbol implemented, INamedTypeSymbol called)
    {
        for (var i = 0; i < implemented.TypeArguments.Length && i < called.TypeArguments.Length; i++)
        {
            var (x, y) = (implemented.TypeArguments[i], called.TypeArguments[i]);
            if (!MayBeGeneric(x) && !MayBeGeneric(y) && !x.IsReferenceType && !SymbolEqualityComparer.Default.Equals(x, y))
            {
                return false;
            }

            if (!MayBeGeneric(x) && !MayBeGeneric(y) && called.OriginalDefinition.TypeParameters[i].Variance == VarianceKind.None && !SymbolEqualityComparer.Default.Equals(x, y))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MayBeGeneric(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => named.TypeArguments.Any(MayBeGeneric),
        IArrayTypeSymbol array => MayBeGeneric(array.ElementType),
        _ => true,
    };

    /// <summary>A derived type as one that derives from this construction; null: it derives from another.</summary>
    private static INamedTypeSymbol? Fit(INamedTypeSymbol derived, INamedTypeSymbol type)
    {
        if (!type.IsGenericType)
        {
            return derived;
        }

        if (derived.TypeParameters.Length == type.TypeArguments.Length && derived.IsGenericType && !type.TypeArguments.Any(static argument => argument is ITypeParameterSymbol))
        {
            // `class List<T> : Base<T>`: nearly always the arguments are handed on in order.
            var constructed = derived.Construct([.. type.TypeArguments]);
            if (Bases(constructed).Any(candidate => SymbolEqualityComparer.Default.Equals(candidate, type)))
            {
                return constructed;
            }
        }

        return Bases(derived).Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, type.OriginalDefinition) && IsCompatible(candidate, type)) ? derived : null;
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            yield return implemented;
        }
    }

    private List<INamedTypeSymbol> Find(INamedTypeSymbol type)
    {
        var found = new List<INamedTypeSymbol>();
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var names = new Queue<string>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        names.Enqueue(type.Name);
        while (names.Count > 0)
        {
            var name = names.Dequeue();
            if (!asked.Add(name))
            {
                continue;
            }

            foreach (var node in source.Derived(name))
            {
                if (source.ModelOf(node.SyntaxTree).GetDeclaredSymbol(node) is INamedTypeSymbol derived
                    && Bases(derived).Any(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, type))
                    && seen.Add(derived))
                {
                    found.Add(derived);
                    names.Enqueue(derived.Name);
                }
            }
        }

        return found;
    }

    /// <summary>Whether a type is of the framework, by the name of its assembly.</summary>
    public bool IsFramework(INamedTypeSymbol type) => type.ContainingAssembly is { } assembly && !source.IsSource(type) && _isFramework.GetOrAdd(assembly, static assembly =>
        assembly.Name is "mscorlib" or "netstandard"
        || assembly.Name.StartsWith("System", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft", StringComparison.Ordinal));
}
