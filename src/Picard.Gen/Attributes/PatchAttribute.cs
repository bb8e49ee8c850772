namespace Picard;

/// <summary>Answers PATCH at a path pattern.</summary>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class PatchAttribute(string pattern) : RouteAttribute(pattern);
