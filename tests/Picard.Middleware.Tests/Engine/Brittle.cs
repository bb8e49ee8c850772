using System.Buffers;

namespace Picard.Middleware.Tests;

/// <summary>Middleware that fails where a request says.</summary>
[Middleware]
public partial class Brittle(Seen seen)
{
    private string? _at;

    [OnRequest] private void Begin(Request request) => _at = request.Fields.GetText("X-Fail-At"u8);
    [OnRequestContent] private void Take(ReadOnlySpan<byte> content) => FailAt("content");
    [OnRequestEnd] private void Received() => FailAt("end");
    [OnResponseContent] private void Send(ReadOnlySpan<byte> content) => FailAt("response-content");
    [OnResponseEnd] private void Sent() => FailAt("response-end");
    [OnFault] private Problem? Map(KeyNotFoundException fault) => _at is "end" ? null : new(StatusCode.NotFound) { Detail = fault.Message };
    [OnDone] private void Done(ExchangeSummary done) => seen.Add($"done:{done.Status.Code}");
    [OnAbort] private void Abort(AbortReason reason) => seen.Add($"abort:{reason}");

    private void FailAt(string place)
    {
        if (_at == place)
        {
            throw new KeyNotFoundException(place);
        }
    }
}

[Application, Use<Brittle>]
public partial class BrittleApp;

[Handler(Application = typeof(BrittleApp))]
public partial class BrittleRoutes
{
    [Post("/collected")] private static string Collect(ReadOnlyMemory<byte> content) => $"{content.Length}";

    [Post("/read")]
    private static async ValueTask<string> Read(ContentReader content)
    {
        while (await content.ReadAsync() is { IsEmpty: false })
        {
        }

        return "read";
    }

    [Get("/file")] private static FileResponse? Send() => FileResponse.TryOpen(typeof(BrittleRoutes).Assembly.Location, out var file) ? file : null;
}

[Handler("POST /events", Application = typeof(BrittleApp))]
public partial class BrittleEvents
{
    private long _bytes;

    [OnRequest]
    private static void Begin()
    {
    }

    [OnContent] private void Take(ReadOnlySequence<byte> content) => _bytes += content.Length;
    [OnEnd] private void End() => Downstream.Respond(StatusCode.Ok, $"{_bytes}");
}
