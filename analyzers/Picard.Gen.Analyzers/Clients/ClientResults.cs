using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What a client's method can return: the mirror, in terms of symbols, of what emitted code reads.</summary>
internal sealed class ClientResults(KnownSymbols known, ParameterTypes types)
{
    private const string TaskForms = "return ValueTask<T>, Task<T> or IAsyncEnumerable<T>";

    /// <summary>Why a method's result is not read from a response, as a part of a sentence; null: it is.</summary>
    public string? WhyUnread(IMethodSymbol method)
    {
        var isAlwaysThere = method.ReturnNullableAnnotation != NullableAnnotation.Annotated || method.ReturnType.IsValueType;
        if (method.ReturnType is not INamedTypeSymbol type || method.RefKind != RefKind.None || !isAlwaysThere)
        {
            return $"a response is waited for, so {TaskForms}";
        }

        var isSerialized = known.HasJson(method) || known.HasJson(method.ContainingType);
        if (IsOf(type, "System.Threading.Tasks.Task") || IsOf(type, "System.Threading.Tasks.ValueTask"))
        {
            return null;
        }

        if (IsOf(type, "System.Threading.Tasks.Task`1") || IsOf(type, "System.Threading.Tasks.ValueTask`1"))
        {
            return WhyNoValue(type.TypeArguments[0], isSerialized);
        }

        return ParameterTypes.ItemOf(type) is { } item ? WhyNoJson(item, isSerialized)
            : type.Name is "Task" or "ValueTask" or "IAsyncEnumerable" ? $"it is not that of the framework; {TaskForms}"
            : $"a response is waited for, so {TaskForms}";
    }

    private string? WhyNoValue(ITypeSymbol type, bool isSerialized)
    {
        var value = ParameterTypes.ValueOf(type is IArrayTypeSymbol ? type : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        var isOptional = type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        if (types.Is(value, "Picard.StatusCode") || types.Is(value, "Picard.ClientResponse") || IsOf(value, "Picard.Response`1"))
        {
            return isOptional && type is not IArrayTypeSymbol ? $"there always is one, so leave out the '?'"
                : IsOf(value, "Picard.Response`1") ? WhyNoContent(((INamedTypeSymbol)value).TypeArguments[0], isSerialized)
                : null;
        }

        if (IsOf(value, "System.ReadOnlyMemory`1") && type is not IArrayTypeSymbol)
        {
            return types.IsOfBytes(value, "System.ReadOnlyMemory`1") ? null : "content is octets, so take ReadOnlyMemory<byte>";
        }

        return IsResult(value) && type is not IArrayTypeSymbol ? WhyNoKind((INamedTypeSymbol)value, isOptional, isSerialized) : WhyNoContent(type, isSerialized);
    }

    /// <summary>Results say their status, and a union of them is told by it.</summary>
    private string? WhyNoKind(INamedTypeSymbol result, bool isOptional, bool isSerialized) =>
        isOptional ? "there always is one, so leave out the '?'"
        : result.Name == "Results" ? result.TypeArguments.Select(kind => WhyNoKindOf(kind, isSerialized)).FirstOrDefault(static why => why is not null)
        : result.TypeArguments.Select(value => WhyNoJson(value, isSerialized)).FirstOrDefault(static why => why is not null);

    private string? WhyNoKindOf(ITypeSymbol kind, bool isSerialized)
    {
        var isOptional = kind.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return types.Is(kind, "Picard.StatusCode") || types.Is(kind, "Picard.Problem") || types.IsOfBytes(kind, "System.ReadOnlyMemory`1") ? null
            : ParameterTypes.ItemOf(kind) is not null ? "items are read by a method that returns them alone"
            : types.Is(kind, "Picard.ClientResponse") || IsOf(kind, "Picard.Response`1") ? "each kind of Results has a status of its own, and it has any"
            : IsResult(ParameterTypes.ValueOf(kind)) && kind is not IArrayTypeSymbol ? WhyNoKind((INamedTypeSymbol)ParameterTypes.ValueOf(kind), isOptional, isSerialized)
            : WhyNoContent(kind, isSerialized);
    }

    private string? WhyNoContent(ITypeSymbol type, bool isSerialized) =>
        type.SpecialType == SpecialType.System_String || type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } ? null
        : type is { Name: "Stream" or "PipeReader" } ? "content that is read as it comes is that of a ClientResponse"
        : !isSerialized && ParameterTypes.ItemOf(type) is not null ? "items come one by one, so return IAsyncEnumerable<T>, without a task"
        : type is { Name: "HttpResponseMessage" } ? "the whole response is a ClientResponse"
        : type is INamedTypeSymbol { Name: "Task" or "ValueTask" } ? "one response is waited for once"
        : known.IsOfRuntime(type as INamedTypeSymbol) ? "it is what a handler answers with; return the value, Response<T> for its fields, StatusCode, or ClientResponse"
        : WhyNoJson(type, isSerialized);

    private string? WhyNoJson(ITypeSymbol type, bool isSerialized) =>
        !isSerialized && type.SpecialType != SpecialType.System_String && types.Json.WhyUnreadable(type) is { } why
            ? $"{why}; mark the method [Json<TContext>] with a JsonSerializerContext that has the type"
            : null;

    private bool IsResult(ITypeSymbol type) => type is INamedTypeSymbol named && known.IsResult(named);

    private bool IsOf(ITypeSymbol type, string metadataName) => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, known.Type(metadataName));
}
