using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>The types of Picard that the rules know, as one compilation sees them.</summary>
internal sealed class KnownSymbols
{
    // One for all rules: what it has found out about all types of the compilation is found out once.
    private static readonly ConditionalWeakTable<Compilation, Answer> s_cache = new();

    private readonly Compilation _compilation;

    // Asked once and not for each method.
    private readonly Lazy<bool> _hasApplicationWithJson;

    private KnownSymbols(Compilation compilation, INamedTypeSymbol handler)
    {
        _compilation = compilation;
        _hasApplicationWithJson = new(() => Applications().Any(HasJson));
        Handler = handler;
        Application = Type("Picard.ApplicationAttribute");
        Middleware = Type("Picard.MiddlewareAttribute");
        ResponseHandler = Type("Picard.ResponseHandlerAttribute");
        Use = Type("Picard.UseAttribute`1");
        Mount = Type("Picard.MountAttribute`1");
        EndpointRoute = Type("Picard.Gen.EndpointRouteAttribute");
        Route = Type("Picard.RouteAttribute");
        Fallback = Type("Picard.FallbackAttribute");
        Provides = Type("Picard.ProvidesAttribute");
        Query = Type("Picard.QueryAttribute");
        Header = Type("Picard.HeaderAttribute");
        Cookie = Type("Picard.CookieAttribute");
        Form = Type("Picard.FormAttribute");
        Parameters = Type("Picard.ParametersAttribute");
        Service = Type("Picard.ServiceAttribute");
        Item = Type("Picard.ItemAttribute");
        ContentType = Type("Picard.ContentTypeAttribute");
        MaxContent = Type("Picard.MaxContentAttribute");
        SlowConsumer = Type("Picard.SlowConsumerAttribute");
        Json = Type("Picard.JsonAttribute`1");
        OpenApi = Type("Picard.OpenApiAttribute");
        Client = Type("Picard.ClientAttribute");
        Pool = Type("Picard.PoolAttribute");
        Proxy = Type("Picard.ProxyAttribute");
        Upstream = Type("Picard.UpstreamAttribute");
        FieldLine = Type("Picard.FieldLineAttribute");
        WebSocketRoute = Type("Picard.WebSocketAttribute");
        WebSocket = Type("System.Net.WebSockets.WebSocket");
    }

    public INamedTypeSymbol Handler { get; }

    public INamedTypeSymbol? Application { get; }

    public INamedTypeSymbol? Middleware { get; }

    public INamedTypeSymbol? ResponseHandler { get; }

    /// <summary>The generic <c>[Use&lt;TMiddleware&gt;]</c>.</summary>
    public INamedTypeSymbol? Use { get; }

    /// <summary>The generic <c>[Mount&lt;TApplication&gt;]</c>.</summary>
    public INamedTypeSymbol? Mount { get; }

    /// <summary>What emitted code says of its endpoints to other assemblies.</summary>
    public INamedTypeSymbol? EndpointRoute { get; }

    /// <summary>The base class of <c>[Get]</c>, <c>[Post]</c> and the like.</summary>
    public INamedTypeSymbol? Route { get; }

    public INamedTypeSymbol? Fallback { get; }

    public INamedTypeSymbol? Provides { get; }

    public INamedTypeSymbol? Query { get; }

    public INamedTypeSymbol? Header { get; }

    public INamedTypeSymbol? Cookie { get; }

    public INamedTypeSymbol? Form { get; }

    public INamedTypeSymbol? Parameters { get; }

    public INamedTypeSymbol? Service { get; }

    public INamedTypeSymbol? Item { get; }

    public INamedTypeSymbol? ContentType { get; }

    public INamedTypeSymbol? MaxContent { get; }

    public INamedTypeSymbol? SlowConsumer { get; }

    /// <summary>The generic <c>[Json&lt;TContext&gt;]</c>.</summary>
    public INamedTypeSymbol? Json { get; }

    public INamedTypeSymbol? OpenApi { get; }

    public INamedTypeSymbol? Client { get; }

    public INamedTypeSymbol? Pool { get; }

    public INamedTypeSymbol? Proxy { get; }

    public INamedTypeSymbol? Upstream { get; }

    public INamedTypeSymbol? FieldLine { get; }

    /// <summary><c>[WebSocket]</c>.</summary>
    public INamedTypeSymbol? WebSocketRoute { get; }

    /// <summary>What a method marked so takes.</summary>
    public INamedTypeSymbol? WebSocket { get; }

    /// <summary>Finds the types; a compilation that does not reference Picard has none, and then no rule has anything to say.</summary>
    public static KnownSymbols? In(Compilation compilation) => s_cache.GetValue(compilation, static compilation =>
        new Answer(compilation.GetTypeByMetadataName("Picard.HandlerAttribute") is { } handler ? new KnownSymbols(compilation, handler) : null)).Known;

    public INamedTypeSymbol? Type(string metadataName) => _compilation.GetTypeByMetadataName(metadataName);

    /// <summary>The attribute of exactly this class on a symbol, or null.</summary>
    public static AttributeData? Find(ISymbol symbol, INamedTypeSymbol? attributeClass)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } candidate && SymbolEqualityComparer.Default.Equals(candidate, attributeClass))
            {
                return attribute;
            }
        }

        return null;
    }

    /// <summary>The class that a generic attribute names, if it is that attribute and the class is known.</summary>
    public static INamedTypeSymbol? TypeArgumentOf(AttributeData attribute, INamedTypeSymbol? generic) =>
        attribute.AttributeClass is { TypeArguments.Length: 1 } candidate
        && SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, generic)
        && candidate.TypeArguments[0] is INamedTypeSymbol { TypeKind: not TypeKind.Error } argument
            ? argument
            : null;

    /// <summary>Whether JSON of a method goes through a context of the user's: its own, its handler's or that of an application.</summary>
    public bool UsesSerializer(IMethodSymbol method) =>
        HasJson(method) || (method.ContainingType is { } handler && (HasJson(handler) || ApplicationHasJson(handler)));

    /// <summary>Whether JSON goes through a context that <c>[Json]</c> on the symbol itself names.</summary>
    public bool HasJson(ISymbol symbol) => symbol.GetAttributes().Any(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass?.OriginalDefinition, Json));

    /// <summary>The route of an event handler; null for any other type.</summary>
    public string? EventRouteOf(INamedTypeSymbol type) =>
        Find(type, Handler) is { ConstructorArguments: { Length: 1 } arguments } ? arguments[0].Value as string ?? "" : null;

    /// <summary>Whether an attribute marks an event of an exchange: <c>[OnRequest]</c> and the like.</summary>
    public bool IsEvent(AttributeData attribute) =>
        IsOfRuntime(attribute.AttributeClass) && attribute.AttributeClass!.Name.StartsWith("On", StringComparison.Ordinal);

    public bool IsHandler(INamedTypeSymbol type) => Find(type, Handler) is not null;

    public bool IsMiddleware(INamedTypeSymbol type) => Find(type, Middleware) is not null;

    public bool IsResponseHandler(INamedTypeSymbol type) => Find(type, ResponseHandler) is not null;

    public bool IsClient(INamedTypeSymbol? type) => type is not null && Find(type, Client) is not null;

    public bool IsProxy(INamedTypeSymbol? type) => type is not null && Find(type, Proxy) is not null;

    public bool IsPool(INamedTypeSymbol type) => Find(type, Pool) is not null;

    public bool IsApplication(INamedTypeSymbol type) => Find(type, Application) is not null;

    /// <summary>The attributes that bind a method to requests which it answers; those of a client's methods say what they send.</summary>
    public IEnumerable<AttributeData> RoutesOf(ISymbol method) => IsClient(method.ContainingType) ? [] : method.GetAttributes().Where(IsRoute);

    /// <summary>Whether an attribute binds a method to requests: <c>[Get]</c> and the like, a class derived from their base, or <c>[Fallback]</c>.</summary>
    public bool IsRoute(AttributeData attribute) =>
        SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, Fallback) || DerivesFromRoute(attribute.AttributeClass);

    public bool DerivesFromRoute(INamedTypeSymbol? attributeClass)
    {
        for (var type = attributeClass?.BaseType; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, Route))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an attribute is <c>[Offload]</c>, whatever assembly declares it: handlers may be written without a reference to the runtime.</summary>
    public static bool IsOffload(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() == "Picard.OffloadAttribute";

    // Measured: analyzers. The attributes of all types of a compilation take longer than all else that an edit asks for; the texts of trees are kept from edit to edit.
    private IEnumerable<INamedTypeSymbol> Applications() => _compilation.SyntaxTrees
        .SelectMany(static tree => TreeRoutes.Of(tree, default).Types)
        .Where(static type => type.IsApplication)
        .Select(type => _compilation.Assembly.GetTypeByMetadataName(type.MetadataName))
        .OfType<INamedTypeSymbol>()
        .Where(IsApplication);

    /// <summary>A handler that names its application is asked about that one; any other about all of the assembly.</summary>
    private bool ApplicationHasJson(INamedTypeSymbol handler) =>
        Find(handler, Handler)?.NamedArguments.FirstOrDefault(static a => a.Key == "Application").Value.Value is INamedTypeSymbol application
            ? HasJson(application)
            : _hasApplicationWithJson.Value;

    /// <summary>Whether a type is declared in another assembly than the one that is compiled.</summary>
    public bool IsForeign(INamedTypeSymbol type) => !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly);

    /// <summary>Whether a type is the status, which is declared with the protocol.</summary>
    public bool IsStatus(INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, Type("Picard.StatusCode"));

    /// <summary>Whether a type is a result that says its status, or a union of results.</summary>
    public bool IsResult(INamedTypeSymbol type) => IsOfRuntime(type) && type.IsValueType
        && (type.Name == "Results" || type.AllInterfaces.Any(static i => i.Name == "IStatusResult"));

    /// <summary>Whether a type is declared in the assembly of the runtime that declares the attributes.</summary>
    public bool IsOfRuntime(INamedTypeSymbol? type) =>
        type is not null && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, Handler.ContainingAssembly);

    private sealed record Answer(KnownSymbols? Known);
}
