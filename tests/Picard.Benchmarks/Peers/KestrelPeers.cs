using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Picard.Benchmarks;

/// <summary>The Kestrel servers we are compared with, each as its users would configure it for speed: no logging, defaults otherwise.</summary>
internal static class KestrelPeers
{
    // As samples/Bench does: what is measured is the sending, not the making of a large array.
    private static readonly byte[] s_zeros = new byte[1_048_576];

    public static void Run(string kind, int port)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        switch (kind)
        {
            case "kestrel-minimal":
                RunMinimal(url);
                break;
            case "kestrel-slim":
                RunSlim(url);
                break;
            case "kestrel-platform":
                RunPlatform(port, inlineScheduling: false);
                break;
            case "kestrel-platform-inline":
                RunPlatform(port, inlineScheduling: true);
                break;
            case "kestrel-raw":
                RunRaw(port).GetAwaiter().GetResult();
                break;
            default:
                throw new UsageException($"There is no peer '{kind}'.");
        }
    }

    /// <summary>The same object that samples/Bench answers <c>/stats</c> with, as far as the runner reads it.</summary>
    public static string Stats() => $$"""{"allocatedBytes":{{GC.GetTotalAllocatedBytes(precise: true)}}}""";

    private static void RunMinimal(string url)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapGet("/plaintext", static () => "Hello, World!");
        app.MapGet("/json", static () => new Message("Hello, World!"));
        app.MapGet("/users/{id}", static (int id) => new User(id, "Ada"));
        app.MapPost("/json", static (Addends addends) => new Sum(addends.X + addends.Y));
        app.MapPost("/echo", static (HttpContext context) =>
        {
            context.Response.ContentType = context.Request.ContentType;
            context.Response.ContentLength = context.Request.ContentLength;
            return context.Request.BodyReader.CopyToAsync(context.Response.BodyWriter);
        });
        app.MapGet("/bytes/{n}", static (int n) => Results.Bytes(s_zeros.AsMemory(0, n)));
        var file = Path.GetTempFileName();
        app.Lifetime.ApplicationStopped.Register(() => File.Delete(file));
        app.MapGet("/files/{n}", (long n) => Results.File(FileOf(file, n), "application/octet-stream"));
        app.MapGet("/stats", static () => Results.Text(Stats(), "application/json"));
        app.Run();
    }

    // The runner asks for files of one length only.
    private static string FileOf(string path, long length)
    {
        if (new FileInfo(path).Length != length)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(length);
        }

        return path;
    }

    private static void RunSlim(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapGet("/plaintext", static () => "Hello, World!");
        app.Run();
    }

    private static void RunPlatform(int port, bool inlineScheduling)
    {
        var host = new WebHostBuilder()
            .UseSockets(sockets => sockets.UnsafePreferInlineScheduling = inlineScheduling)
            .UseKestrel(kestrel => kestrel.ListenLocalhost(port, static listen => ((Microsoft.AspNetCore.Connections.IConnectionBuilder)listen).Use(static _ => PlatformPeer.ServeAsync)))
            .Configure(static _ => { })
            .Build();
        host.Run();
    }

    // The host is never started: it makes the server as hosts do, its memory pools included, and the application below takes the place of its pipeline.
    private static async Task RunRaw(int port)
    {
        using var host = new WebHostBuilder().UseKestrel(kestrel => kestrel.ListenLocalhost(port)).Configure(static _ => { }).Build();
        await host.Services.GetRequiredService<IServer>().StartAsync(new RawApplication(), CancellationToken.None);
        await Task.Delay(Timeout.Infinite);
    }

    private readonly record struct Message(string message);

    private readonly record struct User(int Id, string Name);

    private readonly record struct Addends(int X, int Y);

    private readonly record struct Sum(int sum);

    private sealed class RawApplication : IHttpApplication<IFeatureCollection>
    {
        private static readonly byte[] s_hello = "Hello, World!"u8.ToArray();

        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public Task ProcessRequestAsync(IFeatureCollection context)
        {
            var content = context.Get<IHttpRequestFeature>()!.Path == "/stats" ? Encoding.ASCII.GetBytes(Stats()) : s_hello;
            var response = context.Get<IHttpResponseFeature>()!;
            response.Headers.ContentType = "text/plain";
            response.Headers.ContentLength = content.Length;
            return context.Get<IHttpResponseBodyFeature>()!.Writer.WriteAsync(content).AsTask();
        }

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }
    }
}
