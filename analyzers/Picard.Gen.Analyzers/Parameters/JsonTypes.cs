using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Which types have a JSON shape: the mirror, in terms of symbols, of what the generator emits and the runtime has.</summary>
internal sealed class JsonTypes(KnownSymbols known)
{
    // Limit: types may contain each other without end.
    private const int MaxDepth = 32;

    private static readonly HashSet<string> s_values = new(StringComparer.Ordinal)
    {
        "System.Guid", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Uri", "System.Version", "System.Half", "System.Int128",
        "System.UInt128", "System.Text.Json.JsonElement", "System.Text.Json.JsonDocument", "System.Text.Json.Nodes.JsonNode", "System.Text.Json.Nodes.JsonObject",
        "System.Text.Json.Nodes.JsonArray", "System.Text.Json.Nodes.JsonValue",
    };

    private static readonly HashSet<string> s_collections = new(StringComparer.Ordinal)
    {
        "List", "IList", "ICollection", "IEnumerable", "IReadOnlyList", "IReadOnlyCollection", "Collection", "ObservableCollection", "LinkedList", "Queue", "Stack", "HashSet",
        "ISet", "IReadOnlySet", "SortedSet", "ImmutableArray", "ImmutableList", "IImmutableList", "ImmutableHashSet", "ImmutableSortedSet", "Memory", "ReadOnlyMemory",
        "Nullable", "KeyValuePair", "Dictionary", "IDictionary", "IReadOnlyDictionary", "SortedDictionary", "SortedList", "ConcurrentDictionary", "ReadOnlyDictionary",
        "ImmutableDictionary", "IImmutableDictionary", "ImmutableSortedDictionary",
    };

    private static readonly string[] s_needSerializer = ["JsonPolymorphicAttribute", "JsonDerivedTypeAttribute", "JsonExtensionDataAttribute"];

    /// <summary>Why a value of the type cannot be written as JSON, as a part of a sentence; null: it can.</summary>
    public string? WhyUnwritable(ITypeSymbol type) => WhyNot(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default), 0);

    /// <summary>Why a value of the type cannot be read from JSON, as a part of a sentence; null: it can.</summary>
    public string? WhyUnreadable(ITypeSymbol type) => WhyUnwritable(type) ?? WhyNotMade(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default), 0);

    /// <summary>Why the type, or one of a member that is read, has no value that could be made.</summary>
    private static string? WhyNotMade(ITypeSymbol type, HashSet<ITypeSymbol> seen, int depth)
    {
        type = type.IsReferenceType ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type;
        if (depth > MaxDepth || !seen.Add(type))
        {
            return null;
        }

        if (type is IArrayTypeSymbol array)
        {
            return WhyNotMade(array.ElementType, seen, depth + 1);
        }

        if (type is not INamedTypeSymbol named || named.TypeKind == TypeKind.Enum)
        {
            return null;
        }

        return IsOfPlatform(named)
            ? named.TypeArguments.Select(argument => WhyNotMade(argument, seen, depth + 1)).FirstOrDefault(static why => why is not null)
            : JsonConstruction.WhyNot(named, out var constructor) ?? JsonConstruction.MembersOf(named)
                .Where(member => !IsIgnored(member) && (member.SetMethod is { DeclaredAccessibility: Accessibility.Public } || JsonConstruction.Takes(constructor, member)))
                .Select(member => WhyNotMade(member.Type, seen, depth + 1))
                .FirstOrDefault(static why => why is not null);
    }

    private string? WhyNot(ITypeSymbol type, HashSet<ITypeSymbol> seen, int depth)
    {
        // Null is a value of any reference in JSON.
        type = type.IsReferenceType ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type;
        if (type.SpecialType is SpecialType.System_Object or SpecialType.System_String or SpecialType.System_DateTime or SpecialType.System_Char or SpecialType.System_Boolean
            or (>= SpecialType.System_SByte and <= SpecialType.System_Double) || type is ITypeParameterSymbol || depth > MaxDepth || !seen.Add(type))
        {
            return null;
        }

        switch (type)
        {
            case IArrayTypeSymbol { IsSZArray: true } array:
                return WhyNot(array.ElementType, seen, depth + 1);
            case not INamedTypeSymbol or { IsRefLikeType: true } or { IsTupleType: true } or { TypeKind: TypeKind.Delegate }:
                return $"'{Names.Of(type)}' has no JSON shape";
        }

        var named = (INamedTypeSymbol)type;
        if (s_values.Contains(named.ToDisplayString()))
        {
            return null;
        }

        if (IsOfPlatform(named))
        {
            return named.TypeKind == TypeKind.Enum ? null
                : named.TypeArguments.Length > 0 && s_collections.Contains(named.Name) ? named.TypeArguments.Select(argument => WhyNot(argument, seen, depth + 1)).FirstOrDefault(static why => why is not null)
                : $"'{Names.Of(type)}' has no JSON shape";
        }

        return WhyHindered(named) ?? (named.TypeKind == TypeKind.Enum ? null : WhyNotMembers(named, seen, depth));
    }

    private string? WhyHindered(INamedTypeSymbol type)
    {
        var name = Names.Of(type);
        for (INamedTypeSymbol? around = type; around is not null; around = around.ContainingType)
        {
            if (around.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal || around.IsFileLocal)
            {
                return $"'{name}' cannot be named outside {(around.IsFileLocal ? "its file" : "its class")}";
            }

            if (around.IsGenericType && !SymbolEqualityComparer.Default.Equals(around, type))
            {
                return $"'{name}' is inside a generic type";
            }
        }

        return type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum) || type.IsStatic || known.IsOfRuntime(type) || known.IsStatus(type) ? $"'{name}' has no JSON shape"
            : type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable) ? $"'{name}' is a collection of its own"
            : type.TypeParameters.Any(static p => p.ConstraintTypes.Length > 0) ? $"the type parameters of '{name}' are constrained to types"
            : WhyNeedsSerializer(type, name);
    }

    private static string? WhyNeedsSerializer(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            var attributeName = attribute.AttributeClass?.Name;
            if (attributeName == "JsonConverterAttribute" && !IsOfEnumNames(attribute))
            {
                return $"'{name}' has a converter";
            }

            if (s_needSerializer.Contains(attributeName))
            {
                return attributeName == "JsonExtensionDataAttribute" ? $"'{name}' keeps unknown members" : $"'{name}' is polymorphic";
            }
        }

        return null;
    }

    private static bool IsOfEnumNames(AttributeData attribute) =>
        attribute.ConstructorArguments.Length > 0 && attribute.ConstructorArguments[0].Value is INamedTypeSymbol { Name: "JsonStringEnumConverter" };

    private string? WhyNotMembers(INamedTypeSymbol type, HashSet<ITypeSymbol> seen, int depth)
    {
        for (var level = type; level is not null && level.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); level = level.BaseType)
        {
            foreach (var property in level.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public } && !IsIgnored(property)
                    && (WhyNeedsSerializer(property, $"{Names.Of(level)}.{property.Name}") ?? WhyNot(property.Type, seen, depth + 1)) is { } why)
                {
                    return why;
                }
            }
        }

        return null;
    }

    /// <summary>Only [JsonIgnore] without a condition takes a member out.</summary>
    private static bool IsIgnored(IPropertySymbol property) =>
        property.GetAttributes().Any(static a => a.AttributeClass?.Name == "JsonIgnoreAttribute" && a.NamedArguments.Length == 0);

    private static bool IsOfPlatform(INamedTypeSymbol type)
    {
        var assembly = type.ContainingAssembly?.Name ?? "";
        return assembly is "System" or "mscorlib" or "netstandard" || assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.", StringComparison.Ordinal);
    }
}
