namespace Picard.Gen.Generators;

/// <summary>The states of an event handler's machine, and how its header comment draws them.</summary>
internal static class MachineText
{
    /// <summary>The states of the main sequence, each with what is expected in it.</summary>
    public static List<(string State, string What)> States(MachineModel machine)
    {
        var states = new List<(string, string)> { ("Request", What(machine, EventKind.Request, "nothing")) };

        // Content is read if an event wants it, or comes after it.
        if (machine.Events.Any(static e => e.Kind is EventKind.Content or EventKind.Trailers or EventKind.End))
        {
            states.Add(("Content", machine.EventOf(EventKind.Content) is { } content ? $"{content.Name}, once for each piece" : "its end: no event wants it"));
        }

        Add(EventKind.Trailers, " if there are any");
        Add(EventKind.End, "");
        states.Add(("Response", "nothing more of the request"));
        return states;

        void Add(EventKind kind, string condition)
        {
            if (machine.EventOf(kind) is { } found)
            {
                states.Add((kind.ToString(), found.Name + condition));
            }
        }
    }

    /// <summary>The lines of the header comment.</summary>
    public static IEnumerable<string> Header(MachineModel machine)
    {
        yield return $"{machine.Part.DisplayName} answers {RouteText.Of(machine.Methods, machine.Pattern)}, event by event:";
        yield return "";
        yield return "  " + string.Join("", States(machine).Select(s => Arrow(machine, s.State)));
        var between = machine.Events.Where(static e => e.Kind is >= EventKind.Pause and <= EventKind.Timer).ToList();
        if (between.Count > 0)
        {
            yield return $"  between any two   {string.Join(", ", between.Select(static e => $"{e.Name} on {e.Kind.ToString().ToLowerInvariant()}"))}";
        }

        var last = machine.Events.Where(static e => e.Kind is EventKind.Abort or EventKind.Done).ToList();
        if (last.Count > 0)
        {
            yield return $"  at last           {string.Join(" or ", last.Select(static e => $"{e.Name} on {e.Kind.ToString().ToLowerInvariant()}"))}";
        }

        if (machine.State.Count > 0)
        {
            yield return $"  per exchange      {string.Join(", ", machine.State)}";
        }
    }

    private static string Arrow(MachineModel machine, string state) => state switch
    {
        "Response" => "Response",
        "Content" => $"Content ─ {machine.EventOf(EventKind.Content)?.Name ?? "skipped"} each ─► ",
        _ => $"{state} ─ {machine.Events.FirstOrDefault(e => e.Kind.ToString() == state)?.Name ?? "nothing"} ─► ",
    };

    private static string What(MachineModel machine, EventKind kind, string none) => machine.EventOf(kind)?.Name ?? none;
}
