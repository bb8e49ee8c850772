namespace Picard;

/// <summary>Answers GET, and HEAD unless another method of a handler does, at a path pattern.</summary>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class GetAttribute(string pattern) : RouteAttribute(pattern);
