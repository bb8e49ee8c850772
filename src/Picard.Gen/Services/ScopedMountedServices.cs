namespace Picard.Gen;

/// <summary>As <see cref="MountedServices"/>, where services can be made for one exchange.</summary>
internal sealed class ScopedMountedServices(Dictionary<Type, object> provided, IServiceScopes scopes) : MountedServices(provided, scopes), IServiceScopes
{
    private readonly IServiceScopes _scopes = scopes;

    public bool HasService(Type serviceType) => Provides(serviceType) || _scopes.HasService(serviceType);

    /// <summary>The scope is that of the exchange, whichever application asks first: what the applications provide is not in it.</summary>
    public IServiceProvider BeginScope() => _scopes.BeginScope();
}
