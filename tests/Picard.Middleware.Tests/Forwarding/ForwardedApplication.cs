namespace Picard.Middleware.Tests;

[Application, Use<ForwardedFields>]
public partial class ForwardedApplication;

[Handler(Application = typeof(ForwardedApplication))]
public partial class Forwarded
{
    [Get("/")] private static string Get() => "in";

    [Get("/origin")]
    private static string Origin(Request request, [Item] ForwardedOrigin? origin) =>
        origin is null ? $"none, {ClientAddress.Of(request)}" : $"{origin.Client} {origin.Scheme} {origin.Host}";
}
