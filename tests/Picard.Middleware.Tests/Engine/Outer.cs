using System.Collections.Concurrent;
using Picard.Middleware.Tests.Mounted;

namespace Picard.Middleware.Tests;

/// <summary>What the middleware under test has seen, in order.</summary>
public sealed class Seen
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join(" ", _lines);

    public void Add(string line) => _lines.Enqueue(line);
}

[Application, Use<Trace>, Use<Gate>, Mount<Admin>("/admin")]
public partial class Outer(Seen seen)
{
    [Provides] private readonly Seen _seen = seen;
    [Provides] private readonly Greeting _greeting = new("user");
}

/// <summary>Notes every event.</summary>
[Middleware]
public partial class Trace(Seen seen)
{
    private int _requestBytes;
    private int _responseBytes;

    [OnRequest] private void Begin(in RequestHead request) => seen.Add($"request:{request.Method}");
    [OnRequestContent] private void Take(ReadOnlySpan<byte> content) => _requestBytes += content.Length;
    [OnRequestTrailers] private void Trailers(FieldSection trailers) => seen.Add($"trailers:{trailers.Count}");
    [OnRequestEnd] private void Received() => seen.Add($"received:{_requestBytes}");
    [OnResponse] private void Answer(OutgoingResponse response) => seen.Add($"response:{response.Status.Code}");
    [OnResponseContent] private void Send(ReadOnlySpan<byte> content) => _responseBytes += content.Length;
    [OnResponseTrailers] private void SentTrailers(ResponseFields trailers) => seen.Add($"sent-trailers:{trailers.Count}");
    [OnResponseEnd] private void Sent() => seen.Add($"sent:{_responseBytes}");
    [OnFault] private Problem? Map(KeyNotFoundException fault) => new(StatusCode.NotFound) { Detail = fault.Message };
    [OnDone] private void Done(ExchangeSummary done) => seen.Add($"done:{done.Status.Code},{done.ContentBytes},{done.Route}");
    [OnAbort] private void Abort(AbortReason reason, ExchangeSummary aborted) => seen.Add($"abort:{reason},{aborted.Status.Code}");
}

/// <summary>The user that a request speaks for.</summary>
public sealed record Speaker(string Name);

/// <summary>Lets those in who say their name.</summary>
[Middleware]
public partial class Gate
{
    [OnRequest]
    private async ValueTask<Next> Begin(Request request, Responder responder, ResponseFields fields, [Header("x-late")] bool late = false, [Header("x-name")] string? name = null)
    {
        if (late)
        {
            await Task.Yield();
        }

        fields.Set("X-Gate", "passed");
        switch (name)
        {
            case "nobody":
                responder.Respond(StatusCode.Forbidden);
                return Next.Handled;
            case "silent":
                return Next.Handled;
            case "double":
                responder.Respond(StatusCode.Forbidden);
#pragma warning disable PIC0512 // What happens then is tested.
                return Next.Continue;
#pragma warning restore PIC0512
            case "buffer":
                return Next.ContinueWithContent(10);
            case "broken":
                throw new KeyNotFoundException("gate");
            case { } given:
                request.Items.Set(new Speaker(given));
                break;
        }

        return Next.Continue;
    }
}
