using Picard.Gen;

namespace Picard;

/// <summary>What the generator adds to a class marked as an application: a factory for its compiled handler.</summary>
/// <typeparam name="TSelf">The application class itself.</typeparam>
public interface IApplication<TSelf>
    where TSelf : class, IApplication<TSelf>
{
    /// <summary>Creates the application, its services and its handlers, and returns the compiled route table.</summary>
    /// <param name="services">Where services come from that the application does not provide itself; may be null.</param>
    /// <returns>The handler of every request.</returns>
    /// <exception cref="InvalidOperationException">A service is missing; the text names the handler and the service.</exception>
    static abstract IHandler CreateHandler(IServiceProvider? services);
}
