namespace Picard;

/// <summary>The method of an event handler that begins an exchange: the request head has arrived.</summary>
/// <remarks>It may take <see cref="RequestHead"/>, <see cref="Request"/> and <see cref="Downstream"/>, and parameters from the route, the query, fields, cookies and services as route handlers do. Of a class marked <see cref="ResponseHandlerAttribute"/> it writes the content of the request, once the server is connected. Of a class marked <see cref="ProxyAttribute"/> it changes what is forwarded, or answers in its place. An asynchronous method cannot take a <see cref="RequestHead"/>.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnRequestAttribute : Attribute;
