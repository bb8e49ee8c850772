namespace Picard.Gen.Generators;

/// <summary>One part of a handler: the unit of emission, one file each.</summary>
/// <param name="Part">The declaration.</param>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="FirstEndpoint">The number of the part's first endpoint within the handler.</param>
/// <param name="IsMain">Whether its file also creates the handler and dispatches over the endpoints of all parts.</param>
/// <param name="Whole">What all parts share.</param>
internal sealed record HandlerModel(PartModel Part, string FileName, int FirstEndpoint, bool IsMain, HandlerWholeModel Whole)
{
    /// <summary>Whether a method runs on the thread pool.</summary>
    public bool Offloads(EndpointModel endpoint) => endpoint.IsOffloaded || Whole.IsOffloaded;

    /// <summary>What becomes of items for which a slow client has no room; null: nothing is said, or there are no items.</summary>
    public SlowConsumerModel? SlowConsumerOf(EndpointModel endpoint) => endpoint.SlowConsumer ?? (endpoint.ReturnsItems ? Whole.SlowConsumer : null);
}

/// <summary>What concerns a handler as a whole.</summary>
/// <param name="Constructor">The parameters of the constructor.</param>
/// <param name="EndpointNames">The emitted methods of the endpoints of all parts, in order.</param>
/// <param name="ServiceParts">The first endpoints of the parts whose methods have service parameters.</param>
/// <param name="ContentType">The argument of [ContentType] on the class, as text, or null.</param>
/// <param name="MaxContent">The argument of [MaxContent] on the class, as text, or null.</param>
/// <param name="Json">The expression of the context that [Json] on the class or the application names, or null.</param>
/// <param name="Uses">The middleware that exchanges pass before the handler.</param>
internal sealed record HandlerWholeModel(
    EquatableArray<ParameterModel> Constructor, EquatableArray<EndpointName> EndpointNames, EquatableArray<int> ServiceParts, string? ContentType, string? MaxContent, string? Json,
    EquatableArray<UseModel> Uses)
{
    /// <summary>What [SlowConsumer] on the class says, or null.</summary>
    public SlowConsumerModel? SlowConsumer { get; init; }

    /// <summary>Whether [Offload] on the class has all its methods run on the thread pool.</summary>
    public bool IsOffloaded { get; init; }

    /// <summary>The name of the application that the handler chose, or null.</summary>
    public string? Application { get; init; }

    /// <summary>Whether some method has a service parameter.</summary>
    public bool UsesServices => ServiceParts.Count > 0;
}

/// <summary>An endpoint within its handler.</summary>
/// <param name="Emitted">The emitted method.</param>
/// <param name="Routes">Its methods and pattern, for a comment.</param>
internal sealed record EndpointName(string Emitted, string Routes);
