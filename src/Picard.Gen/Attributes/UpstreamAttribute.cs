namespace Picard;

/// <summary>Names the upstream of a class marked <see cref="ProxyAttribute"/>, and its servers.</summary>
/// <param name="name">The name, in logs and the status, and for other proxies that use it; it must be a string literal.</param>
/// <param name="destinations">URLs of http or https with host and port alone, such as <c>http://10.0.0.5:8080</c>. None: they are given at run time, before the application starts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class UpstreamAttribute(string name, params string[] destinations) : Attribute
{
    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>The servers.</summary>
    public IReadOnlyList<string> Destinations => destinations;
}
