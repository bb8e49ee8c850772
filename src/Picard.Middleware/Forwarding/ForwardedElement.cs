namespace Picard;

/// <summary>What one proxy says of the request that it received (RFC 7239 §4), unchecked but for its form.</summary>
/// <param name="For">The node that sent it; null if that is not said, or not in a form that can be read.</param>
/// <param name="Proto">The scheme that it used.</param>
/// <param name="Host">The host that it asked for.</param>
internal readonly record struct ForwardedElement(string? For, string? Proto, string? Host);
