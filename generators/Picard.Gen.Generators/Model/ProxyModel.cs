namespace Picard.Gen.Generators;

/// <summary>A proxy.</summary>
internal sealed record ProxyModel
{
    /// <summary>The part in whose scope it is emitted: the one that declares the request event.</summary>
    public required PartModel Part { get; init; }

    /// <summary>The name of the file without extension.</summary>
    public required string FileName { get; init; }

    /// <summary>The pattern; null if no request can be forwarded, and then only what the user's code refers to is emitted.</summary>
    public required RoutePattern? Pattern { get; init; }

    /// <summary>The target that is sent in place of the one received, or null.</summary>
    public required string? Rewrite { get; init; }

    /// <summary>The upstream that the class declares, or null.</summary>
    public required UpstreamModel? Own { get; init; }

    /// <summary>The name of the upstream that requests go to.</summary>
    public required string Upstream { get; init; }

    /// <summary>The expression of the gateway of another class that declares the upstream; null: it is this class.</summary>
    public required string? Shared { get; init; }

    /// <summary>The type of the pool as written, or null.</summary>
    public required string? Pool { get; init; }

    /// <summary>The parameters of the constructor.</summary>
    public required EquatableArray<ParameterModel> Constructor { get; init; }

    /// <summary>The events of all parts, in the order in which they come.</summary>
    public required EquatableArray<EventModel> Events { get; init; }

    /// <summary>The fields and properties that belong to an exchange.</summary>
    public required EquatableArray<string> State { get; init; }

    public string? MaxContent { get; init; }

    /// <summary>The middleware that exchanges pass before the proxy.</summary>
    public EquatableArray<UseModel> Uses { get; init; }

    /// <summary>The name of the application that the proxy chose, or null.</summary>
    public string? Application { get; init; }

    /// <summary>Whether anything of the user's has a say in an exchange.</summary>
    public bool HasTransforms => Events.Count > 0 || Rewrite is not null;

    /// <summary>The request event as a route handler's method, whose parameters are bound the same way; without request methods, for it takes no JSON.</summary>
    public EndpointModel RequestEndpoint(EventModel request) => new()
    {
        Pattern = Pattern,
        Methods = default,
        Name = request.Name,
        IsStatic = request.IsStatic,
        IsObsolete = request.IsObsolete,
        Result = ResultKind.Nothing,
        Parameters = request.Parameters,
    };

    public EventModel? EventOf(EventKind kind) => Events.FirstOrDefault(e => e.Kind == kind);
}
