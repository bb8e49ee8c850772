namespace Picard.Gen.Generators;

/// <summary>Puts the parts of an event handler together.</summary>
internal static class MachinePlan
{
    /// <summary>The model of a handler, without the name of its file.</summary>
    /// <param name="parts">Its parts, the one with the attribute first.</param>
    /// <param name="constructor">The parameters of its constructor.</param>
    /// <param name="route">What the attribute says.</param>
    public static MachineModel Of(IReadOnlyList<PartModel> parts, EquatableArray<ParameterModel> constructor, string route)
    {
        var first = parts[0];
        _ = EventRoute.TryParse(route, out var parsed, out _);
        var host = parts.FirstOrDefault(static p => p.Events.Any(static e => e.Kind == EventKind.Request)) ?? first;
        return new MachineModel
        {
            Part = host,
            FileName = first.FullName,
            Pattern = parsed?.Pattern,
            Methods = parsed?.Methods.Select(static m => new RouteMethodValue(m)).ToList() ?? [],
            Constructor = constructor,

            // Of several methods for one event the first counts; the analyzers refuse the others.
            Events = parts.SelectMany(static p => p.Events).Where(static e => e.Kind <= EventKind.Done).GroupBy(static e => e.Kind).Select(static e => e.First()).OrderBy(static e => e.Kind).ToList(),
            State = parts.SelectMany(static p => p.State).Distinct(StringComparer.Ordinal).ToList(),
            EmitsDownstream = !parts.Any(static p => p.DeclaresDownstream),
            Application = first.Application,
            ContentType = first.ContentType,
            MaxContent = first.MaxContent,
            IsOffloaded = first.IsOffloaded,
            Uses = first.Uses,
        };
    }

    /// <summary>What an application knows of the handler.</summary>
    public static HandlerRoutesModel RoutesOf(MachineModel machine) => new(
        machine.Part.DisplayName,
        CreationText.ExpressionFor(machine.Part),
        new List<EndpointRouteModel> { new(machine.RequestEndpoint.Name, machine.Pattern, machine.Methods) });
}
