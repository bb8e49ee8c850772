using System.Buffers;

namespace Picard.Middleware.Tests;

[Handler(Application = typeof(Outer)), Use<Trace>]
public partial class Inner
{
    [Get("/hello")] private static string Hello() => "Hello, World!";
    [Get("/speaker")] private static string Name([Item] Speaker speaker) => speaker.Name;
    [Get("/speaker/any")] private static string Any([Item] Speaker? speaker) => speaker?.Name ?? "nobody";
    [Get("/fails")] private static string Fail() => throw new KeyNotFoundException("gone");
    [Get("/breaks")] private static string Break() => throw new InvalidTimeZoneException("broken");
    [Get("/late")] private static async Task<string> Late() { await Task.Yield(); throw new KeyNotFoundException("late"); }

    [Post("/content")]
    private static async ValueTask<string> Read(ContentReader content)
    {
        var bytes = 0;
        while (await content.ReadAsync() is { IsEmpty: false } run)
        {
            bytes += run.Length;
        }

        return $"{bytes}";
    }

    [Get("/stream")]
    private static async ValueTask Stream(ContentWriter content)
    {
        content.Write("one"u8);
        await content.FlushAsync();
        await content.WriteAsync(new byte[100_000]);
    }

    [Post("/json")] private static Total Add(Pair pair) => new(pair.X + pair.Y);
}

public sealed record Pair(int X, int Y);

public sealed record Total(int Sum);

[Handler("POST /echo", Application = typeof(Outer)), Use<Trace>]
public partial class Events
{
    [OnRequest] private void Begin(in RequestHead request) => Downstream.Begin(StatusCode.Ok, request.ContentLength);
    [OnContent] private Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);
    [OnEnd] private void End() => Downstream.Complete();
}

[Handler("GET /event-fails", Application = typeof(Outer))]
public partial class FailingEvents
{
    [OnRequest] private static void Begin() => throw new KeyNotFoundException("event");
}
