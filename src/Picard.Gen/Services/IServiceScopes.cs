namespace Picard;

/// <summary>
/// A service provider that gives an exchange services of its own, such as a database context: what <c>[Service]</c> parameters of a method get. The provider
/// that an application is started with may be one; the container's own scopes are behind it.
/// </summary>
/// <remarks>
/// A provider that is not one gives every exchange what it gives the application, so scoped services of a container must not be asked of it.
/// </remarks>
public interface IServiceScopes : IServiceProvider
{
    /// <summary>Whether a scope has a service, asked once when the application starts and without making one.</summary>
    /// <param name="serviceType">The type of the parameter.</param>
    /// <returns>True if <see cref="BeginScope"/> gives providers that have it.</returns>
    bool HasService(Type serviceType);

    /// <summary>Begins the scope of an exchange, when its first such parameter is bound.</summary>
    /// <returns>
    /// The provider of the exchange. If it is <see cref="IAsyncDisposable"/> or else <see cref="IDisposable"/>, it is disposed once: after the method has ended
    /// and its result has been written, before the next exchange of the connection.
    /// </returns>
    IServiceProvider BeginScope();
}
