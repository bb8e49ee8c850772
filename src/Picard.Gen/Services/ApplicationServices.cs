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
        : throw new ServiceException(
            $"The handler '{handler}' needs the service '{Name(typeof(T))}', and neither a [Provides] member of the application nor the service provider has it.");

    /// <summary>A service that may be missing.</summary>
    /// <typeparam name="T">The type of the parameter.</typeparam>
    /// <param name="whenMissing">What stands for a missing service.</param>
    /// <returns>The service.</returns>
    public T? Optional<T>(T? whenMissing) => Find<T>(out var service) ? service : whenMissing;

    private bool Find<T>(out T? service)
    {
        if (!_provided.TryGetValue(typeof(T), out var found))
        {
            found = typeof(T) == typeof(IServiceProvider) ? provider : provider?.GetService(typeof(T));
        }

        service = found is null ? default : (T)found;
        return found is not null;
    }

    private static string Name(Type type) => type.FullName ?? type.Name;
}
