namespace Picard.Gen;

/// <summary>Where handlers get their services: what the application provides itself, then the service provider given at start.</summary>
public sealed class ApplicationServices(IServiceProvider? provider)
{
    private readonly Dictionary<Type, object> _provided = [];

    /// <summary>Adds a <c>[Provides]</c> member of the application.</summary>
    /// <typeparam name="T">The member's declared type, under which handlers ask for it.</typeparam>
    /// <param name="service">The member's value.</param>
    /// <param name="member">The member's name, for the exception.</param>
    /// <exception cref="InvalidOperationException">The member is null, or another provides the same type.</exception>
    public void Provide<T>(T? service, string member)
    {
        if (service is null)
        {
            throw new ServiceException($"The application's member '{member}' provides the service '{Name(typeof(T))}', but it is null.");
        }

        if (!_provided.TryAdd(typeof(T), service))
        {
            throw new ServiceException($"The application's member '{member}' provides the service '{Name(typeof(T))}', and so does another member.");
        }
    }

    /// <summary>A service for a handler's constructor.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="handler">The handler's name, for the exception.</param>
    /// <returns>The service.</returns>
    /// <exception cref="InvalidOperationException">Nobody has the service; the text names the handler and the service.</exception>
    public T Required<T>(string handler) => Find<T>(out var service)
        ? service!
        : throw Missing<T>(handler);

    /// <summary>A service that may be missing.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="whenMissing">What stands for a missing service.</param>
    /// <returns>The service.</returns>
    public T? Optional<T>(T? whenMissing) => Find<T>(out var service) ? service : whenMissing;

    /// <summary>Looks whether a method's service parameter can be bound, so that one that cannot fails at start.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="handler">The handler's name, for the exception.</param>
    /// <exception cref="InvalidOperationException">Nobody has the service; the text names the handler and the service.</exception>
    public void Expect<T>(string handler)
    {
        if (provider is IServiceScopes scopes ? !_provided.ContainsKey(typeof(T)) && typeof(T) != typeof(IServiceProvider) && !scopes.HasService(typeof(T)) : !Find<T>(out _))
        {
            throw Missing<T>(handler);
        }
    }

    /// <summary>A service for a parameter of a method, in the scope of the exchange.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="exchange">The exchange.</param>
    /// <param name="handler">The handler's name, for the exception.</param>
    /// <returns>The service.</returns>
    /// <exception cref="InvalidOperationException">Nobody has the service; the text names the handler and the service.</exception>
    public T Required<T>(Exchange exchange, string handler) => Find<T>(exchange, out var service) ? service! : throw Missing<T>(handler);

    /// <summary>A service for a parameter of a method, in the scope of the exchange, that may be missing.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="exchange">The exchange.</param>
    /// <param name="whenMissing">What stands for a missing service.</param>
    /// <returns>The service.</returns>
    public T? Optional<T>(Exchange exchange, T? whenMissing) => Find<T>(exchange, out var service) ? service : whenMissing;

    /// <summary>The services, for an application that is mounted in this one.</summary>
    internal IServiceProvider ForMounted() => provider is IServiceScopes scopes ? new ScopedMountedServices(_provided, scopes) : new MountedServices(_provided, provider);

    private bool Find<T>(out T? service) => Find(provider, out service);

    private bool Find<T>(Exchange exchange, out T? service) =>
        provider is IServiceScopes scopes && !_provided.ContainsKey(typeof(T))
            ? Find(exchange.ScopeOf(scopes), out service) || (scopes is ScopedMountedServices && Find(provider, out service))
            : Find(provider, out service);

    private bool Find<T>(IServiceProvider? source, out T? service)
    {
        if (!_provided.TryGetValue(typeof(T), out var found))
        {
            found = typeof(T) == typeof(IServiceProvider) ? source : source?.GetService(typeof(T));
        }

        service = found is null ? default : (T)found;
        return found is not null;
    }

    private static ServiceException Missing<T>(string handler) =>
        new($"'{handler}' needs the service '{Name(typeof(T))}', and neither a [Provides] member of the application nor the service provider has it.");

    private static string Name(Type type) => type.FullName ?? type.Name;
}
