namespace Picard.Gen.Generators;

/// <summary>What [OpenApi] on an application says.</summary>
/// <param name="Pattern">The path of the document; null if it is no path without parameters, which the analyzers say.</param>
/// <param name="Title">The title, or null.</param>
/// <param name="Version">The version, or null.</param>
internal sealed record OpenApiModel(RoutePattern? Pattern, string? Title, string? Version)
{
    /// <summary>The endpoint of the document.</summary>
    public HandlerRoutesModel RoutesIn(PartModel application) => new(
        application.DisplayName,
        $"global::{application.FullName}.{KnownNames.DocumentCreation}",
        new EquatableArray<EndpointRouteModel>([new EndpointRouteModel(KnownNames.OpenApi, Pattern, new EquatableArray<RouteMethodValue>([new RouteMethodValue(RouteMethod.Get)]))]));
}
