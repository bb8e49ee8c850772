namespace Picard.Gen.Generators;

/// <summary>What a partial class declares itself to be.</summary>
[Flags]
internal enum PartRoles
{
    None = 0,
    Handler = 1,
    Application = 2,
    Middleware = 8,
    ResponseHandler = 16,
    Proxy = 32,

    /// <summary>The attributes are recognised whatever the imports: qualified, or the tree imports Picard.</summary>
    Imported = 4,
}

/// <summary>One partial declaration of a class.</summary>
internal sealed record PartModel
{
    /// <summary>Namespace, containing types and name, with dots: the parts of one class share it.</summary>
    public required string FullName { get; init; }

    public required PartRoles Roles { get; init; }

    /// <summary>Where emitted code for the part must stand, so that names mean there what they mean in the user's text.</summary>
    public required ScopeModel Scope { get; init; }

    /// <summary>What follows <c>partial</c> in the declaration: <c>class</c> or <c>record</c>.</summary>
    public required string Keyword { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether code outside the containing type cannot name it.</summary>
    public required bool IsHidden { get; init; }

    /// <summary>Whether nothing can be emitted for it: generic, abstract, static, file-local, or inside something that is not partial.</summary>
    public required bool IsUnsupported { get; init; }

    /// <summary>The name of the application that the handler chose, or null.</summary>
    public string? Application { get; init; }

    /// <summary>The parameters of the constructor that this part declares; null if it declares none.</summary>
    public ConstructorModel? Constructor { get; init; }

    public EquatableArray<EndpointModel> Endpoints { get; init; }

    /// <summary>The argument of [Handler]: then the class is an event handler.</summary>
    public string? Route { get; init; }

    public EquatableArray<EventModel> Events { get; init; }

    /// <summary>The fields and properties that belong to an exchange, where the class is an event handler.</summary>
    public EquatableArray<string> State { get; init; }

    /// <summary>Whether a member has the name that an event handler's <c>Downstream</c> would have.</summary>
    public bool DeclaresDownstream { get; init; }

    /// <summary>Whether a member has the name that a response handler's <c>Upstream</c> would have.</summary>
    public bool DeclaresUpstream { get; init; }

    /// <summary>Whether a member has the name that a proxy's <c>Gateway</c> would have.</summary>
    public bool DeclaresGateway { get; init; }

    /// <summary>What [Proxy] on the class says; null if it is not there.</summary>
    public ProxyPartModel? Proxy { get; init; }

    /// <summary>What [Upstream] on the class says; null if it is not there.</summary>
    public UpstreamModel? Upstream { get; init; }

    /// <summary>The fields and properties marked [Provides].</summary>
    public EquatableArray<string> Provides { get; init; }

    /// <summary>The middleware that [Use] names, in order.</summary>
    public EquatableArray<UseModel> Uses { get; init; }

    /// <summary>What [Mount] names.</summary>
    public EquatableArray<MountModel> Mounts { get; init; }

    /// <summary>The argument of [ContentType] on the class, as text, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>The argument of [MaxContent] on the class, as text, or null.</summary>
    public string? MaxContent { get; init; }

    /// <summary>What [SlowConsumer] on the class says, or null.</summary>
    public SlowConsumerModel? SlowConsumer { get; init; }

    /// <summary>Whether [Offload] on the class has all its methods run on the thread pool.</summary>
    public bool IsOffloaded { get; init; }

    /// <summary>The context that [Json] on the class names, as text, or null.</summary>
    public string? Json { get; init; }

    /// <summary>What [OpenApi] on the class says; null if it is not there.</summary>
    public OpenApiModel? OpenApi { get; init; }

    /// <summary>The name with its containing types, as people say it.</summary>
    public string DisplayName => Scope.Types.Count == 0 ? Name : string.Join(".", Scope.Types.Select(static t => t.Name)) + "." + Name;
}
