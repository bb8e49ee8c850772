using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>What a value of a type becomes in a request.</summary>
internal enum ClientValueKind
{
    /// <summary>JSON, if it has a shape.</summary>
    Other,

    /// <summary>Text of the target or a field.</summary>
    Text,

    /// <summary>Octets, a stream, a pipe or items.</summary>
    Content,

    /// <summary>A token.</summary>
    Cancellation,

    /// <summary>What a call has of its own.</summary>
    Options,

    /// <summary>What only handlers have.</summary>
    OfServer,
}

/// <summary>Values of parameters as clients send them: the mirror, in terms of symbols, of what emitted code does.</summary>
internal sealed class ClientValues(KnownSymbols known, ParameterTypes types)
{
    private readonly (string Name, INamedTypeSymbol? Attribute)[] _sources =
    [
        ("Query", known.Query), ("Header", known.Header), ("Cookie", known.Cookie), ("Form", known.Form), ("Parameters", known.Parameters), ("Service", known.Service), ("Item", known.Item),
    ];

    private readonly INamedTypeSymbol? _formattable = known.Type("System.IFormattable");

    /// <summary>The attributes that say where a parameter goes.</summary>
    public List<string> SourcesOf(ISymbol parameter) => [.. _sources.Where(s => KnownSymbols.Find(parameter, s.Attribute) is not null).Select(static s => s.Name)];

    public INamedTypeSymbol? AttributeOf(string source) => Array.Find(_sources, s => s.Name == source).Attribute;

    /// <summary>Why the members of a type cannot be read to be sent, as a part of a sentence; null: they can.</summary>
    public static string? WhyUnreadable(ITypeSymbol type) =>
        MemberCheck.MembersOf((INamedTypeSymbol)type).FirstOrDefault(m => !type.GetMembers().OfType<IPropertySymbol>().Any(p => IsRead(p, m.Symbol.Name))).Symbol is { } member
            ? $"'{member.Name}' of '{Names.Of(type)}' is no property that can be read"
            : null;

    /// <summary>The name that such an attribute says, or the parameter's own.</summary>
    public string NameOf(ISymbol parameter, string source) =>
        KnownSymbols.Find(parameter, AttributeOf(source)) is { ConstructorArguments: [{ Value: string name }, ..] } ? name : parameter.Name;

    public static string Describe(string source) => source switch
    {
        "Route" => "a part of the path",
        "Query" => "the query parameter",
        "Header" => "the field",
        "Cookie" => "the cookie",
        "Form" => "the form field",
        "Parameters" => "its members",
        "Service" => "a service",
        _ => "an item",
    };

    public ClientValueKind KindOf(ITypeSymbol type)
    {
        var value = ParameterTypes.ValueOf(type);
        if (type is not IArrayTypeSymbol && (types.Is(value, "System.Threading.CancellationToken") || types.Is(value, "Picard.CallOptions")))
        {
            return types.Is(value, "Picard.CallOptions") ? ClientValueKind.Options : ClientValueKind.Cancellation;
        }

        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } || types.IsOfBytes(type, "System.ReadOnlyMemory`1")
            || types.Is(type, "System.IO.Stream") || types.Is(type, "System.IO.Pipelines.PipeReader") || ParameterTypes.ItemOf(type) is not null)
        {
            return ClientValueKind.Content;
        }

        return types.KindOf(type) is not (ParameterKind.Text or ParameterKind.Other) || type is { Name: "ReadOnlyMemory" or "ReadOnlySequence", ContainingNamespace.Name: "System" or "Buffers" }
            ? ClientValueKind.OfServer
            : WhyNoText(type, takesSeveral: true) is null ? ClientValueKind.Text
            : ClientValueKind.Other;
    }

    /// <summary>Why a value has no text, as a part of a sentence; null: it has one.</summary>
    public string? WhyNoText(ITypeSymbol type, bool takesSeveral)
    {
        if (type is IArrayTypeSymbol array)
        {
            return !array.IsSZArray || array.ElementType.SpecialType == SpecialType.System_Byte ? $"'{Names.Of(type)}' is none"
                : !takesSeveral ? "an array has several values"
                : WhyNoText(array.ElementType, takesSeveral: false);
        }

        var value = ParameterTypes.ValueOf(type);
        return types.KindOf(value) == ParameterKind.Text || IsFormattable(value) ? null
            : value.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable) ? $"'{Names.Of(type)}' is a collection; take an array"
            : $"'{Names.Of(type)}' is neither a string, bool or enum nor IFormattable or IParsable<T>";
    }

    /// <summary>Why a value cannot be written as JSON, as a part of a sentence; null: it can.</summary>
    public string? WhyNoJson(IMethodSymbol method, ITypeSymbol type) =>
        IsStream(type) ? "content that is sent as it comes is declared as Stream, PipeReader or IAsyncEnumerable<T>"
        : !known.HasJson(method) && !known.HasJson(method.ContainingType) && types.Json.WhyUnwritable(type) is { } why
            ? $"as JSON it cannot be sent, since {why}; mark the method [Json<TContext>] with a JsonSerializerContext that has the type"
            : null;

    /// <summary>Whether items are Server-Sent Events.</summary>
    public static bool HasEvents(ITypeSymbol items) => items is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { Name: "SseItem" }] };

    public static string HintFor(ITypeSymbol type) => type.Name switch
    {
        "ContentReader" => "; send a Stream or a PipeReader",
        "ReadOnlySequence" or "ReadOnlyMemory" => "; send a ReadOnlyMemory<byte>",
        "ContentWriter" => "; return a ClientResponse",
        _ => "",
    };

    private static bool IsRead(IPropertySymbol property, string name) =>
        property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public } && string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase);

    private bool IsFormattable(ITypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type, _formattable) || type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, _formattable));

    private static bool IsStream(ITypeSymbol type)
    {
        for (var level = type.BaseType; level is not null; level = level.BaseType)
        {
            if (level is { Name: "Stream", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } or { Name: "PipeReader" })
            {
                return true;
            }
        }

        return false;
    }
}
