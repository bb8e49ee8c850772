namespace Picard;

/// <summary>Answers DELETE at a path pattern.</summary>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class DeleteAttribute(string pattern) : RouteAttribute(pattern);
