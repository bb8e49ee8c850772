namespace Picard.Middleware.Tests;

[Application, Use<Cors>]
public partial class CorsApplication;

[Handler(Application = typeof(CorsApplication))]
public partial class Shared
{
    [Get("/")] private static string Get() => "in";
    [Delete("/item")] private static StatusCode Delete() => StatusCode.NoContent;
    [Get("/varies")] private static Response Varies() => new(StatusCode.Ok) { Fields = { { "Vary", "Accept" } } };
}
