using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

internal sealed class KestrelProducer : IProducer
{
    private static readonly byte[] s_octets = new byte[IProducer.WriteBytes];

    private readonly Tally _tally = new();
    private WebApplication? _app;

    public string Name => "Kestrel";

    public long AcceptedBytes => _tally.Bytes;

    public async Task<int> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static kestrel => kestrel.Limits.MinResponseDataRate = null);
        _app = builder.Build();
        _app.MapGet("/produce/1048576", async context =>
        {
            context.Response.ContentLength = (long)IProducer.Writes * IProducer.WriteBytes;
            for (var i = 0; i < IProducer.Writes; i++)
            {
                await context.Response.Body.WriteAsync(s_octets, context.RequestAborted);
                _tally.Add(s_octets.Length);
            }
        });
        await _app.StartAsync();
        Console.WriteLine($"{Name} listens on {_app.Urls.First()}");
        return new Uri(_app.Urls.First()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _app.StopAsync(now.Token);
            await _app.DisposeAsync();
        }
    }
}
