namespace Picard.Middleware.Tests;

[Application, Use<StaticFiles>]
public partial class FilesApplication(StaticFilesOptions options)
{
    [Provides] private readonly StaticFilesOptions _options = options;

    public static Gen.IHandler Create(StaticFilesOptions options) => CreateOf<FilesApplication>(new Given(options));

    private static Gen.IHandler CreateOf<TApplication>(IServiceProvider services)
        where TApplication : class, IApplication<TApplication> => TApplication.CreateHandler(services);

    private sealed class Given(StaticFilesOptions options) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(StaticFilesOptions) ? options : null;
    }
}

[Handler(Application = typeof(FilesApplication))]
public partial class BesideFiles
{
    [Get("/api/time")] private static string Time() => "now";
    [Post("/a.txt")] private static StatusCode Take() => StatusCode.Accepted;
}
