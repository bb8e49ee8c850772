namespace Picard.Middleware.Tests;

[Application, Use<StaticFiles>]
public partial class FilesApplication(StaticFilesOptions options)
{
    [Provides] private readonly StaticFilesOptions _options = options;
}

[Handler(Application = typeof(FilesApplication))]
public partial class BesideFiles
{
    [Get("/api/time")] private static string Time() => "now";
    [Post("/a.txt")] private static StatusCode Take() => StatusCode.Accepted;
}
