namespace Picard;

/// <summary>Answers HEAD at a path pattern. Without it the method that answers GET does, its content suppressed.</summary>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class HeadAttribute(string pattern) : RouteAttribute(pattern);
