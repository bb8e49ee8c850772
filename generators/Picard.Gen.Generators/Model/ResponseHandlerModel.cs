namespace Picard.Gen.Generators;

/// <summary>A handler of responses.</summary>
internal sealed record ResponseHandlerModel
{
    private static readonly EventKind[] s_order =
    [
        EventKind.Request, EventKind.Pause, EventKind.Resume, EventKind.Response, EventKind.Content, EventKind.Trailers, EventKind.End, EventKind.Signal, EventKind.Done, EventKind.Abort,
    ];

    /// <summary>The part in whose scope it is emitted: the one that has the attribute.</summary>
    public required PartModel Part { get; init; }

    /// <summary>The name of the file without extension.</summary>
    public required string FileName { get; init; }

    /// <summary>The events of all parts, in the order in which they come.</summary>
    public required EquatableArray<EventModel> Events { get; init; }

    /// <summary>Whether the class has no member Upstream of its own.</summary>
    public required bool EmitsUpstream { get; init; }

    /// <summary>The model of a handler, without the name of its file.</summary>
    /// <param name="parts">Its parts, the one with the attribute first.</param>
    public static ResponseHandlerModel Of(IReadOnlyList<PartModel> parts) => new()
    {
        Part = parts[0],
        FileName = parts[0].FullName,

        // Of several methods for one event the first counts; the analyzers refuse the others.
        Events = parts.SelectMany(static p => p.Events).Where(static e => s_order.Contains(e.Kind)).GroupBy(static e => e.Kind).Select(static e => e.First())
            .OrderBy(static e => Array.IndexOf(s_order, e.Kind))
            .ToList(),
        EmitsUpstream = !parts.Any(static p => p.DeclaresUpstream),
    };
}
