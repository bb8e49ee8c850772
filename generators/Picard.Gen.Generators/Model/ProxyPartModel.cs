namespace Picard.Gen.Generators;

/// <summary>What [Proxy] says.</summary>
/// <param name="Pattern">The pattern; null if it is none.</param>
/// <param name="Upstream">The name of the upstream, or null.</param>
/// <param name="Rewrite">The target in place of the one received, or null; empty if it cannot be read.</param>
/// <param name="Pool">The type of the pool as written, or null.</param>
/// <param name="Application">The name of the application, or null.</param>
internal sealed record ProxyPartModel(RoutePattern? Pattern, string? Upstream, string? Rewrite, string? Pool, string? Application);

/// <summary>What [Upstream] says.</summary>
/// <param name="Name">The name.</param>
/// <param name="Destinations">The servers, as expressions.</param>
internal sealed record UpstreamModel(string Name, EquatableArray<string> Destinations);
