using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What the type parameters of a body stand for where it is called.</summary>
internal readonly struct TypeMap
{
    // Limit: a generic method that calls itself with ever larger types has no last one.
    private const int MaxDepth = 4;

    private readonly Dictionary<ITypeParameterSymbol, ITypeSymbol>? _types;

    private TypeMap(Dictionary<ITypeParameterSymbol, ITypeSymbol>? types)
    {
        _types = types;
    }

    /// <param name="owner">A constructed method or type.</param>
    public static TypeMap Of(ISymbol owner)
    {
        Dictionary<ITypeParameterSymbol, ITypeSymbol>? types = null;
        if (owner is IMethodSymbol { IsGenericMethod: true } method)
        {
            Add(ref types, method.OriginalDefinition.TypeParameters, method.TypeArguments);
        }

        for (var type = owner as INamedTypeSymbol ?? owner.ContainingType; type is not null; type = type.ContainingType)
        {
            Add(ref types, type.OriginalDefinition.TypeParameters, type.TypeArguments);
        }

        return new TypeMap(types);
    }

    public ITypeSymbol Map(ITypeSymbol type) => _types is null ? type : Map(type, 0);

    public INamedTypeSymbol Map(INamedTypeSymbol type) => (INamedTypeSymbol)Map((ITypeSymbol)type);

    /// <summary>The same method of the types that its own stand for.</summary>
    public IMethodSymbol Map(IMethodSymbol method)
    {
        if (_types is null || method.ContainingType is null || method.MethodKind == MethodKind.LocalFunction)
        {
            return method;
        }

        var definition = method.OriginalDefinition;
        var type = Map(method.ContainingType);
        var member = SymbolEqualityComparer.Default.Equals(type, definition.ContainingType)
            ? definition
            : type.GetMembers(definition.Name).OfType<IMethodSymbol>().FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, definition));
        if (member is null || !method.IsGenericMethod)
        {
            return member ?? method;
        }

        var map = this;
        return member.Construct([.. method.TypeArguments.Select(argument => map.Map(argument))]);
    }

    private static void Add(ref Dictionary<ITypeParameterSymbol, ITypeSymbol>? types, ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> arguments)
    {
        for (var i = 0; i < parameters.Length && i < arguments.Length; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(parameters[i], arguments[i]) && arguments[i].TypeKind != TypeKind.Error && Depth(arguments[i]) <= MaxDepth)
            {
                types ??= new Dictionary<ITypeParameterSymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
                types[parameters[i]] = arguments[i];
            }
        }
    }

    private ITypeSymbol Map(ITypeSymbol type, int depth)
    {
        if (depth > MaxDepth)
        {
            return type;
        }

        if (type is ITypeParameterSymbol parameter)
        {
            return _types!.TryGetValue(parameter, out var argument) ? argument : type;
        }

        if (type is not INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false } named || named.ContainingType?.IsGenericType == true)
        {
            return type;
        }

        var map = this;
        return named.OriginalDefinition.Construct([.. named.TypeArguments.Select(argument => map.Map(argument, depth + 1))]);
    }

    private static int Depth(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { TypeArguments.Length: > 0 } named => 1 + named.TypeArguments.Max(Depth),
        IArrayTypeSymbol array => 1 + Depth(array.ElementType),
        _ => 0,
    };
}
