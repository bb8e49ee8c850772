namespace Picard;

/// <summary>Answers OPTIONS at a path pattern, instead of the automatic 204 with <c>Allow</c>.</summary>
/// <param name="pattern">The path pattern; see <see cref="RouteAttribute"/>.</param>
public sealed class OptionsAttribute(string pattern) : RouteAttribute(pattern);
