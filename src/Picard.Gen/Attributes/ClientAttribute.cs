namespace Picard;

/// <summary>Makes an interface, or a class with partial methods, a client: each method with a route is a request, which emitted code writes and sends.</summary>
/// <remarks>
/// Methods are routed and their parameters bound as those of handlers are: a name in the pattern is a part of the path, <c>[Query] [Header] [Cookie] [Form] [Parameters]</c> say where else a value goes,
/// text goes into the query, and one other parameter of POST, PUT or PATCH is the content. A method returns a task of a value read as JSON, <c>T?</c> for null instead of 404,
/// <c>string</c>, <c>byte[]</c>, <c>StatusCode</c>, <c>Response&lt;T&gt;</c>, <c>ClientResponse</c>, one of <c>Results&lt;…&gt;</c> by its status, or an <c>IAsyncEnumerable&lt;T&gt;</c>.
/// </remarks>
/// <param name="baseUri">What every target begins with: an absolute URI of http or https without query, such as <c>https://api.example.com/v1</c>; it must be a string literal.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class, Inherited = false)]
public sealed class ClientAttribute(string baseUri) : Attribute
{
    /// <summary>The URI as written.</summary>
    public string BaseUri => baseUri;

    /// <summary>The class marked <see cref="PoolAttribute"/> whose connections are used where no others are given; null: the client has its own.</summary>
    public Type? Pool { get; set; }
}
