using System.Buffers;
using System.Net.ServerSentEvents;

namespace Picard.Middleware.Tests;

[Application, Use<Compression>]
public partial class CompressedApp;

/// <summary>What a test has in hand of the handlers of <see cref="CompressedApp"/>.</summary>
public sealed class Steps
{
    /// <summary>The next event of a stream may be sent.</summary>
    public SemaphoreSlim Next { get; } = new(0);

    /// <summary>How much an endless handler has written.</summary>
    public long WrittenBytes { get; set; }
}

[Handler(Application = typeof(CompressedApp))]
public partial class CompressedPages(Steps steps)
{
    private static readonly string s_page = string.Concat(Enumerable.Repeat("All work and no play. ", 500));
    private static readonly byte[] s_noise = Noise();

    [Get("/text/{length:int}")] private static string Text(int length) => s_page[..length];

    [Get("/typed")]
    private static Response Typed(string type) => Response.Bytes(StatusCode.Ok, System.Text.Encoding.ASCII.GetBytes(s_page), type);

    [Get("/with")]
    private static Response With(string name, string value, int status = 200)
    {
        var response = Response.Text(new StatusCode(status), s_page);
        response.Fields.Set(name, value);
        return response;
    }

    [Get("/tagged")]
    private static Response Tagged() => new(StatusCode.Ok) { Content = System.Text.Encoding.ASCII.GetBytes(s_page), ContentType = "text/plain", ETag = EntityTag.Strong("one") };

    [Get("/json")] private static string[] Json() => [s_page, "\u00e9\u4e2d"];

    [Get("/trailers")]
    private static Response Trailers()
    {
        var response = Response.Text(StatusCode.Ok, s_page);
        response.Trailers.Set("X-Sum", "1");
        return response;
    }

    [Get("/large")] private static ReadOnlyMemory<byte> Large() => s_noise;

    [Get("/stream"), ContentType("text/plain")]
    private static async ValueTask Stream(ContentWriter content)
    {
        content.Write("one "u8);
        await content.FlushAsync();
        await content.WriteAsync(s_noise);
        content.Write(" end"u8);
    }

    [Get("/announced"), ContentType("text/plain")]
    private static async ValueTask Announced(ContentWriter content, int announced, int written)
    {
        content.Begin(StatusCode.Ok, announced);
        content.Write(new byte[written]);
        await content.FlushAsync();
    }

    [Get("/events")]
    private async IAsyncEnumerable<SseItem<string>> Events()
    {
        for (var i = 1; i <= 2; i++)
        {
            await steps.Next.WaitAsync();
            yield return new SseItem<string>($"event {i}");
        }
    }

    [Get("/endless"), ContentType("text/plain")]
    private async ValueTask Endless(ContentWriter content)
    {
        // Nothing comes twice, so that it does not become shorter.
        var random = new Random(2);
        var noise = new byte[8 * 1024];
        do
        {
            random.NextBytes(noise);
            content.Write(noise);
            steps.WrittenBytes += 8 * 1024;
        }
        while (await content.FlushAsync() == Flow.Ready);
    }

    private static byte[] Noise()
    {
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        return noise;
    }
}

[Handler("GET /machine", Application = typeof(CompressedApp))]
public partial class CompressedMachine(Steps steps)
{
    [OnRequest]
    private void Begin()
    {
        Downstream.Fields.Set("Content-Type", "text/plain");
        Downstream.Begin(StatusCode.Ok);
        Produce();
    }

    [OnResume]
    private void Produce()
    {
        while (steps.WrittenBytes < 1_000_000)
        {
            steps.WrittenBytes += 1000;
            if (Downstream.Write(new byte[1000]) != Flow.Ready)
            {
                return;
            }
        }

        Downstream.Complete();
    }
}

[Handler("POST /echo", Application = typeof(CompressedApp))]
public partial class CompressedEcho
{
    [OnRequest]
    private void Begin(in RequestHead request)
    {
        Downstream.Fields.Set("Content-Type", "text/plain");
        Downstream.Begin(StatusCode.Ok, request.ContentLength);
    }

    [OnContent] private async ValueTask Chunk(ReadOnlySequence<byte> chunk) => await Downstream.WriteAsync(chunk.ToArray());
    [OnEnd] private void End() => Downstream.Complete();
}

[Handler("GET /whole", Application = typeof(CompressedApp))]
public partial class CompressedWhole
{
    [OnRequest] private void Begin() => Downstream.Respond(Response.Text(StatusCode.Ok, new string('x', 5000)));
}

[Handler("GET /spin", Application = typeof(CompressedApp))]
public partial class CompressedSpin(Steps steps)
{
    [OnRequest]
    private void Begin()
    {
        Downstream.Fields.Set("Content-Type", "text/plain");
        Downstream.Begin(StatusCode.Ok);
        while (Downstream.Write(new byte[1000]) == Flow.Ready)
        {
            steps.WrittenBytes += 1000;
        }
    }
}
