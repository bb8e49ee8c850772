namespace Picard.Gen.Generators;

/// <summary>An event handler.</summary>
internal sealed record MachineModel
{
    /// <summary>The part in whose scope it is emitted: the one that declares the request event.</summary>
    public required PartModel Part { get; init; }

    /// <summary>The name of the file without extension.</summary>
    public required string FileName { get; init; }

    /// <summary>The pattern; null if the route is not one, and then only what the user's code refers to is emitted.</summary>
    public required RoutePattern? Pattern { get; init; }

    /// <summary>The request methods.</summary>
    public required EquatableArray<RouteMethodValue> Methods { get; init; }

    /// <summary>The parameters of the constructor.</summary>
    public required EquatableArray<ParameterModel> Constructor { get; init; }

    /// <summary>The events of all parts, in the order of their kinds.</summary>
    public required EquatableArray<EventModel> Events { get; init; }

    /// <summary>The fields and properties that belong to an exchange.</summary>
    public required EquatableArray<string> State { get; init; }

    /// <summary>Whether the class has no member Downstream of its own.</summary>
    public required bool EmitsDownstream { get; init; }

    public string? ContentType { get; init; }

    public string? MaxContent { get; init; }

    /// <summary>Whether all events run on the thread pool.</summary>
    public bool IsOffloaded { get; init; }

    /// <summary>The middleware that exchanges pass before the handler.</summary>
    public EquatableArray<UseModel> Uses { get; init; }

    /// <summary>The name of the application that the handler chose, or null.</summary>
    public string? Application { get; init; }

    /// <summary>The request event as a route handler's method, whose parameters are bound the same way; without request methods, for it takes no JSON.</summary>
    public EndpointModel RequestEndpoint => EventOf(EventKind.Request) is { } request
        ? CreateEndpoint(request.Name, request.IsStatic, request.Parameters) with { IsObsolete = request.IsObsolete }
        : CreateEndpoint("Handle", isStatic: false, default);

    /// <summary>Whether an event runs on the thread pool.</summary>
    public bool Offloads(EventModel @event) => IsOffloaded || @event.IsOffloaded;

    public EventModel? EventOf(EventKind kind) => Events.FirstOrDefault(e => e.Kind == kind);

    private EndpointModel CreateEndpoint(string name, bool isStatic, EquatableArray<ParameterModel> parameters) => new()
    {
        Pattern = Pattern,
        Methods = default,
        Name = name,
        IsStatic = isStatic,
        Result = ResultKind.Nothing,
        Parameters = parameters,
    };
}
