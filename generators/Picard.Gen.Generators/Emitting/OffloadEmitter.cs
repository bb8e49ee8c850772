namespace Picard.Gen.Generators;

/// <summary>Writes the calls of methods that are marked [Offload].</summary>
internal static class OffloadEmitter
{
    /// <summary>Writes what has a route's method run on the thread pool, and its result answered.</summary>
    public static void EmitAnswer(SourceText text, HandlerModel handler, EndpointModel endpoint, string exchange, string shape)
    {
        // What the call needs goes along by value: a lambda that captured it would be an object for each exchange.
        var state = endpoint.Parameters.Select(static p => p.Name).ToList();
        var target = handler.Part.Name;
        if (!endpoint.IsStatic)
        {
            target = EndpointEmitter.Free("handler", endpoint);
            state.Insert(0, target);
        }

        var taken = state.Count switch
        {
            0 => ("0", "_", ""),
            1 => (endpoint.IsStatic ? state[0] : "_handler", state[0], ""),
            _ => ($"({string.Join(", ", endpoint.IsStatic ? state : state.Skip(1).Prepend("_handler"))})", EndpointEmitter.Free("state", endpoint), $"var ({string.Join(", ", state)}) = "),
        };
        text.Line($"return {exchange}.Offload(");
        text.Indent();
        text.Line($"{taken.Item1},");
        text.Line($"static {taken.Item2} =>");
        text.Open();
        if (taken.Item3.Length > 0)
        {
            text.Line($"{taken.Item3}{taken.Item2};");
        }

        EmitCall(text, endpoint, $"{target}.{endpoint.Name}({string.Join(", ", endpoint.Parameters.Select(static p => p.Name))})");
        text.Close(",");
        text.Line(endpoint.Result == ResultKind.Nothing
            ? "static (exchange, answer) =>"
            : $"static (exchange, answer) => {KnownNames.Reply}.With({KnownNames.RankTop}, exchange, answer{shape}));");
        if (endpoint.Result == ResultKind.Nothing)
        {
            text.Open();
            text.Line("answer.Take();");
            text.Line("return exchange.RespondNothing();");
            text.Close(");");
        }

        text.Outdent();
    }

    /// <summary>Writes what has an event delivered on the thread pool, by the method that <see cref="EmitRun"/> writes.</summary>
    public static void EmitEvent(SourceText text, EventModel @event)
    {
        var content = @event.Kind == EventKind.Content ? "content, " : "";
        text.Line($"return Offload({content}static machine => (({KnownNames.MachineClass})machine).{MethodOf(@event)}());");
    }

    /// <summary>The emitted method that calls the user's on the thread pool.</summary>
    public static string MethodOf(EventModel @event) => $"Run{@event.Kind}";

    /// <summary>The expression of what an event brings, on the thread pool.</summary>
    public static string ArgumentOf(EventKind kind) => kind switch
    {
        EventKind.Request => "Request",
        EventKind.Content => "OffloadedContent",
        EventKind.Trailers => "Trailers",
        EventKind.Abort => "OffloadedAbort",
        _ => "Event",
    };

    private static void EmitCall(SourceText text, EndpointModel endpoint, string call)
    {
        if (endpoint.IsObsolete)
        {
            text.Line("#pragma warning disable CS0612, CS0618");
        }

        if (endpoint.Result == ResultKind.Nothing)
        {
            text.Line($"{call};");
        }

        text.Line($"return {KnownNames.Answer}.Of({(endpoint.Result == ResultKind.Nothing ? "" : call)});");
        if (endpoint.IsObsolete)
        {
            text.Line("#pragma warning restore CS0612, CS0618");
        }
    }
}
