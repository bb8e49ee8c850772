namespace Picard;

/// <summary>Answers POST at a path pattern.</summary>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class PostAttribute(string pattern) : RouteAttribute(pattern);
