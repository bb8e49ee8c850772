namespace Picard.Gen.Generators;

/// <summary>Everything the generator emits for a compilation.</summary>
/// <param name="Handlers">The parts of all handlers.</param>
/// <param name="Machines">The event handlers.</param>
/// <param name="Applications">The applications, usually one.</param>
/// <param name="Middleware">The middleware.</param>
/// <param name="ResponseHandlers">The handlers of responses.</param>
/// <param name="Proxies">The proxies.</param>
internal sealed record ProjectModel(
    EquatableArray<HandlerModel> Handlers, EquatableArray<MachineModel> Machines, EquatableArray<ApplicationModel> Applications, EquatableArray<MiddlewareModel> Middleware,
    EquatableArray<ResponseHandlerModel> ResponseHandlers, EquatableArray<ProxyModel> Proxies);
