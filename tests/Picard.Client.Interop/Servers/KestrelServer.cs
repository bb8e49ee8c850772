using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Picard.Client.Interop;

/// <summary>ASP.NET Core's server.</summary>
internal sealed class KestrelServer : InteropServer
{
    private readonly WebApplication _application = Build();

    public override string Name => "kestrel";

    // It has no way to end a connection without saying so, but to reset it.
    public override IReadOnlySet<string> Without { get; } = new HashSet<string> { "drop" };

    public override bool HasSocket => true;

    public override async Task StartAsync()
    {
        await _application.StartAsync();
        Base = _application.Urls.First();
    }

    public override ValueTask DisposeAsync() => _application.DisposeAsync();

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static options => options.Limits.MaxRequestBodySize = null);
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(AnswerAsync);
        return application;
    }

    private static Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/text" => SendTextAsync(context, "text/plain", "Hello, World!"),
        "/json" => SendTextAsync(context, "application/json", """{"number":7,"text":"sept \u2713"}"""),
        "/close" => CloseAsync(context),
        "/empty" => Say(context, StatusCodes.Status204NoContent),
        "/unmodified" => Say(context, StatusCodes.Status304NotModified),
        "/chunked" => SendPatternAsync(context, 100_000),
        "/digest" => DigestAsync(context),
        "/echo" => context.Request.BodyReader.CopyToAsync(context.Response.BodyWriter),
        "/socket" => EchoSocketAsync(context),
        "/refuse" => RefuseAsync(context),
        { } path when path.StartsWith("/large/", StringComparison.Ordinal) => SendLargeAsync(context, long.Parse(path["/large/".Length..], System.Globalization.CultureInfo.InvariantCulture)),
        _ => Say(context, StatusCodes.Status404NotFound),
    };

    private static Task Say(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task CloseAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return SendTextAsync(context, "text/plain", "Hello, World!");
    }

    private static async Task EchoSocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await InteropEndpoints.EchoAsync(socket, context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return SendTextAsync(context, "text/plain", "too large");
    }

    private static Task SendTextAsync(HttpContext context, string contentType, string text)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(text);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text);
    }

    private static Task SendLargeAsync(HttpContext context, long length)
    {
        context.Response.ContentLength = length;
        return SendPatternAsync(context, length);
    }

    private static async Task SendPatternAsync(HttpContext context, long length)
    {
        // As long as the period of the pattern, so that each piece begins as the first does.
        var piece = Pattern.Of(251 * 64);
        for (long at = 0; at < length; at += piece.Length)
        {
            await context.Response.Body.WriteAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, length - at)));
        }
    }

    private static async Task DigestAsync(HttpContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long length = 0;
        var piece = new byte[16 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(piece)) > 0; length += read)
        {
            hash.AppendData(piece, 0, read);
        }

        await SendTextAsync(context, "text/plain", $"{length} {Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }
}
