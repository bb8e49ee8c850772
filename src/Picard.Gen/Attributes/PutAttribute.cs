namespace Picard;

/// <summary>Answers PUT at a path pattern.</summary>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class PutAttribute(string pattern) : RouteAttribute(pattern);
