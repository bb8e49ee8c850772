namespace Picard.Gen.Generators;

/// <summary>A route as the plan sees it.</summary>
/// <param name="Method">The request method.</param>
/// <param name="Pattern">The path pattern.</param>
/// <param name="Endpoint">What the caller knows the route by: an index into its own list.</param>
internal sealed record PlannedRoute(RouteMethod Method, RoutePattern Pattern, int Endpoint);
