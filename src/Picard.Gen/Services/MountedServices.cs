namespace Picard.Gen;

/// <summary>Where a mounted application finds what it does not provide itself: with the application it is mounted in.</summary>
internal class MountedServices(Dictionary<Type, object> provided, IServiceProvider? provider) : IServiceProvider
{
    public object? GetService(Type serviceType) => provided.TryGetValue(serviceType, out var service) ? service : provider?.GetService(serviceType);

    protected bool Provides(Type serviceType) => provided.ContainsKey(serviceType);
}
