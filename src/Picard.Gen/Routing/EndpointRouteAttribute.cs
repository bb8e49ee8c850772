using System.ComponentModel;

namespace Picard.Gen;

/// <summary>An endpoint of a handler, for compilers of other assemblies: what an application mounts must not get in the way of its own routes. Emitted code has it.</summary>
/// <param name="endpoint">The handler and its method, such as <c>Users.Get</c>.</param>
/// <param name="route">The request methods and the pattern, such as <c>GET, HEAD /users/{id:int}</c>; null for the fallback.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EndpointRouteAttribute(string endpoint, string? route) : Attribute
{
    /// <summary>The handler and its method.</summary>
    public string Endpoint => endpoint;

    /// <summary>The request methods and the pattern; null for the fallback.</summary>
    public string? Route => route;

    /// <summary>The name of the application that the handler chose; null: it belongs to every application of its assembly.</summary>
    public string? Application { get; init; }
}
