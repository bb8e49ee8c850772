namespace Picard.Gen.Generators;

/// <summary>A method that answers requests, as the document and the report describe it.</summary>
/// <param name="Part">The class that it is a method of.</param>
/// <param name="Endpoint">The method and its route.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Answers">What it answers.</param>
/// <param name="ContentType">The argument of [ContentType], as text, or null.</param>
/// <param name="MaxContent">The argument of [MaxContent], as text, or null.</param>
/// <param name="Serializer">What JSON is written and read by where it is not shapes, or null.</param>
internal sealed record OperationModel(
    PartModel Part, EndpointModel Endpoint, List<EndpointInput> Inputs, List<EndpointAnswer> Answers, string? ContentType, string? MaxContent, string? Serializer)
{
    /// <summary>What is held for one exchange.</summary>
    public required BudgetModel Budget { get; init; }

    /// <summary>Whether some event of it may be pending, where it is an event handler.</summary>
    public bool MayWait { get; init; }

    /// <summary>The operations of an application: those of the route handlers, then those of the event handlers.</summary>
    public static IEnumerable<OperationModel> AllOf(PartModel application, ProjectModel project, TypeTable types, EndpointInputs inputs) =>
    [
        .. DocumentPlan.HandlersOf(application, project.Handlers).SelectMany(h => h.Part.Endpoints.Select(e => Of(h, e, types, inputs))),
        .. project.Machines.Where(m => m.Application is null || m.Application == application.Name).Select(m => Of(m, inputs)),
    ];

    private static OperationModel Of(HandlerModel handler, EndpointModel endpoint, TypeTable types, EndpointInputs inputs)
    {
        var takes = inputs.Of(handler.Part, endpoint);
        return new OperationModel(
            handler.Part,
            endpoint,
            takes,
            endpoint.WebSocket is not null ? [EndpointAnswer.OfWebSocket] : EndpointAnswer.Of(TypeScope.Of(handler.Part).Read(endpoint.ReturnType), types, takes),
            endpoint.ContentType ?? handler.Whole.ContentType,
            endpoint.MaxContent ?? handler.Whole.MaxContent,
            endpoint.Json ?? (handler.Whole.Json is null ? null : "the context of [Json]"))
        {
            Budget = BudgetPlan.Of(handler, endpoint),
        };
    }

    /// <summary>The request event has the parameters, the content event the content; what any of them sends is not told by their declarations.</summary>
    private static OperationModel Of(MachineModel machine, EndpointInputs inputs)
    {
        var endpoint = machine.RequestEndpoint;
        var takes = inputs.Of(machine.Part, endpoint);
        if (machine.EventOf(EventKind.Content) is { } content)
        {
            var piece = content.Parameters.Count == 0 ? null : content.Parameters[0];
            var name = piece is null ? "content" : Literal.Plain(piece.Name);
            takes.Add(new EndpointInput(name, InputPlace.Stream, name, TypeScope.Of(machine.Part).Read(piece?.Type ?? "ReadOnlySequence<byte>"), null, null));
        }

        return new OperationModel(machine.Part, endpoint with { Methods = machine.Methods }, takes, [EndpointAnswer.OfEvents], machine.ContentType, machine.MaxContent, Serializer: null)
        {
            Budget = BudgetPlan.Of(machine),
            MayWait = machine.Events.Any(static e => !e.IsVoid),
        };
    }
}
