namespace Picard.Middleware.Tests;

/// <summary>Makes applications with what they are given.</summary>
internal static class Applications
{
    /// <summary>An application whose services are these objects, each by its own type.</summary>
    public static Gen.IHandler Create<TApplication>(params object[] services)
        where TApplication : class, IApplication<TApplication> => TApplication.CreateHandler(new Given(services));

    private sealed class Given(object[] services) : IServiceProvider
    {
        public object? GetService(Type serviceType) => services.FirstOrDefault(service => service.GetType() == serviceType);
    }
}
