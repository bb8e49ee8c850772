namespace Picard;

/// <summary>
/// Marks a partial class that answers requests. Without a route its attributed methods answer, each with a route of its own, and one instance is shared
/// by all exchanges. With a route it is an event handler: its methods are the events of an exchange, and its fields are the state of one.
/// </summary>
/// <remarks>
/// Constructor parameters are services: members of the application marked <see cref="ProvidesAttribute"/>, or from the service provider given at start.
/// In an event handler, readonly fields keep their values from exchange to exchange; all other fields and settable properties are reset before each.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HandlerAttribute : Attribute
{
    /// <summary>A handler whose methods have routes.</summary>
    public HandlerAttribute()
    {
    }

    /// <summary>An event handler.</summary>
    /// <param name="route">A request method and a route pattern: <c>POST /echo</c>. The method <c>*</c> stands for all that routes can have.</param>
    public HandlerAttribute(string route) => Route = route;

    /// <summary>The request method and the route pattern of an event handler; null for a handler whose methods have routes.</summary>
    public string? Route { get; }

    /// <summary>The application the handler belongs to, where an assembly has more than one; null: every application of the assembly.</summary>
    public Type? Application { get; init; }
}
