using System.Buffers;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>An event handler whose request event has parameters of each kind.</summary>
[Handler("POST /bound/{id:int}")]
public partial class Bound(EventLog log)
{
    private readonly EventLog _log = log;

    [OnRequest]
    private void Begin(int id, int page, [Header("x-name")] string name, [Service] EventLog log, Downstream downstream, CancellationToken aborted)
    {
        _log.Add("request");
        downstream.Respond(StatusCode.Ok, $"{id} {page} {name} {ReferenceEquals(log, _log) && aborted.CanBeCanceled}");
    }

    [OnContent] private static void Content(ReadOnlySpan<byte> octets) => Assert.Fail("The response is complete.");

    [OnDone] private void Done() => _log.Add("done");
}

/// <summary>Every event in every form of an asynchronous method.</summary>
[Handler("POST /async")]
public partial class Everything(EventLog log)
{
    private readonly EventLog _log = log;
    private string? _content;

    [OnRequest]
    private async Task Begin(Request request)
    {
        await Task.Yield();
        _log.Add($"request:{request.Method}");
        Downstream.Begin(StatusCode.Ok);
    }

    [OnContent]
    private async ValueTask<Flow> Content(ReadOnlySequence<byte> octets)
    {
        await Task.Yield();
        _content += Encoding.ASCII.GetString(octets);
        return Downstream.Write(octets);
    }

    [OnTrailers]
    private async ValueTask Trailers(Request request)
    {
        await Task.Yield();
        _log.Add("trailers");
    }

    [OnEnd]
    private async Task<Flow> End()
    {
        await Task.Yield();
        _log.Add($"end:{_content}");
        Downstream.WakeAfter(TimeSpan.Zero);
        return Flow.Ready;
    }

    [OnTimer]
    private async ValueTask Timer(CancellationToken aborted)
    {
        await Task.Yield();
        _log.Add("timer");
        Downstream.Signal.Set();
    }

    [OnSignal]
    private async ValueTask Signal(Downstream downstream)
    {
        await Task.Yield();
        _log.Add("signal");
        downstream.Complete();
    }

    [OnDone]
    private async Task Done()
    {
        await Task.Yield();
        _log.Add("done");
    }
}
