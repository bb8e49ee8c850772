namespace Picard.Gen.Generators;

/// <summary>A middleware.</summary>
internal sealed record MiddlewareModel
{
    private static readonly EventKind[] s_order =
    [
        EventKind.Request, EventKind.RequestContent, EventKind.RequestTrailers, EventKind.RequestEnd,
        EventKind.Response, EventKind.ResponseContent, EventKind.ResponseTrailers, EventKind.ResponseEnd, EventKind.Fault, EventKind.Done, EventKind.Abort,
    ];

    /// <summary>The part in whose scope it is emitted: the one that declares the request event.</summary>
    public required PartModel Part { get; init; }

    /// <summary>The name of the file without extension.</summary>
    public required string FileName { get; init; }

    /// <summary>The parameters of the constructor.</summary>
    public required EquatableArray<ParameterModel> Constructor { get; init; }

    /// <summary>The events of all parts, in the order in which they come; there may be several for faults.</summary>
    public required EquatableArray<EventModel> Events { get; init; }

    /// <summary>The fields and properties that belong to an exchange.</summary>
    public required EquatableArray<string> State { get; init; }

    /// <summary>Whether the class has no member Downstream of its own.</summary>
    public required bool EmitsDownstream { get; init; }

    /// <summary>The request event as a route handler's method, whose parameters are bound the same way; without a route, and without JSON.</summary>
    public static EndpointModel RequestEndpoint(EventModel request) => new()
    {
        Pattern = null,
        Methods = default,
        Name = request.Name,
        IsStatic = request.IsStatic,
        IsObsolete = request.IsObsolete,
        Result = ResultKind.Nothing,
        Parameters = request.Parameters,
    };

    public EventModel? EventOf(EventKind kind) => Events.FirstOrDefault(e => e.Kind == kind);

    /// <summary>The model of a middleware, without the name of its file.</summary>
    /// <param name="parts">Its parts, the one with the attribute first.</param>
    /// <param name="constructor">The parameters of its constructor.</param>
    public static MiddlewareModel Of(IReadOnlyList<PartModel> parts, EquatableArray<ParameterModel> constructor) => new()
    {
        Part = parts.FirstOrDefault(static p => p.Events.Any(static e => e.Kind == EventKind.Request)) ?? parts[0],
        FileName = parts[0].FullName,
        Constructor = constructor,

        // Of several methods for one event the first counts; the analyzers refuse the others. Faults are told apart by their exceptions.
        Events = parts.SelectMany(static p => p.Events).Where(static e => s_order.Contains(e.Kind)).GroupBy(static e => e.Kind)
            .SelectMany(static e => e.Key == EventKind.Fault ? e : e.Take(1))
            .OrderBy(static e => Array.IndexOf(s_order, e.Kind))
            .ToList(),
        State = parts.SelectMany(static p => p.State).Distinct(StringComparer.Ordinal).ToList(),
        EmitsDownstream = !parts.Any(static p => p.DeclaresDownstream),
    };
}
