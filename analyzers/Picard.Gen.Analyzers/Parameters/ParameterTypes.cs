using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>Types of parameters as the runtime binds them; the mirror of <c>Parameter.Of</c> in terms of symbols.</summary>
internal sealed class ParameterTypes(KnownSymbols known)
{
    private readonly INamedTypeSymbol?[] _parsable = [known.Type("System.IUtf8SpanParsable`1"), known.Type("System.ISpanParsable`1"), known.Type("System.IParsable`1")];

    /// <summary>What has a JSON shape and what has none.</summary>
    public JsonTypes Json { get; } = new(known);

    public ParameterKind KindOf(ITypeSymbol type)
    {
        if (Is(type, "System.Threading.CancellationToken"))
        {
            return ParameterKind.Aborted;
        }

        if (Is(type, "Picard.Request"))
        {
            return ParameterKind.Request;
        }

        if (Is(type, "Picard.ContentWriter"))
        {
            return ParameterKind.Response;
        }

        if (SymbolEqualityComparer.Default.Equals(type, known.WebSocket))
        {
            return ParameterKind.WebSocket;
        }

        if (Is(type, "Picard.ContentReader") || Is(type, "Picard.MultipartReader") || IsOfBytes(type, "System.ReadOnlyMemory`1") || IsOfBytes(type, "System.Buffers.ReadOnlySequence`1"))
        {
            return ParameterKind.Content;
        }

        // byte[] could mean the content or a list of small numbers, so the runtime refuses it.
        var isText = type is not IArrayTypeSymbol array || (array.IsSZArray && array.ElementType.SpecialType != SpecialType.System_Byte);
        return isText && IsText(ValueOf(type)) ? ParameterKind.Text : ParameterKind.Other;
    }

    /// <summary>What one text must parse as: the element of an array, the value of a nullable.</summary>
    public static ITypeSymbol ValueOf(ITypeSymbol type)
    {
        var element = type is IArrayTypeSymbol array ? array.ElementType : type;
        return element is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : element;
    }

    /// <summary>What a sequence of items has one after the other: the type of an item, or of the data of a Server-Sent Event; null: the type is none.</summary>
    public static ITypeSymbol? ItemOf(ITypeSymbol type) =>
        ItemOf(type, "IAsyncEnumerable", "System.Collections.Generic") is { } item ? ItemOf(item, "SseItem", "System.Net.ServerSentEvents") ?? item : null;

    public bool Is(ITypeSymbol type, string metadataName) => SymbolEqualityComparer.Default.Equals(type, known.Type(metadataName));

    public bool IsOfBytes(ITypeSymbol type, string metadataName) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named
        && named.TypeArguments[0].SpecialType == SpecialType.System_Byte
        && SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, known.Type(metadataName));

    private static ITypeSymbol? ItemOf(ITypeSymbol type, string name, string namespaceName) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named && named.Name == name && named.ContainingNamespace.ToDisplayString() == namespaceName ? named.TypeArguments[0] : null;

    private bool IsText(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_String or SpecialType.System_Boolean
        || type.TypeKind == TypeKind.Enum
        || type.AllInterfaces.Any(candidate =>
            candidate.TypeArguments.Length == 1
            && SymbolEqualityComparer.Default.Equals(candidate.TypeArguments[0], type)
            && _parsable.Any(parsable => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, parsable)));
}
