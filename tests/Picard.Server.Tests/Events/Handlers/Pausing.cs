using System.Buffers;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>Wants no content before it is told to by a signal, or by its timer.</summary>
[Handler("POST /pausing/{by}")]
public partial class Pausing(EventLog log)
{
    private readonly EventLog _log = log;
    private StringBuilder? _content;

    [OnRequest]
    private void Begin(string by)
    {
        _content = new StringBuilder();
        _log.Signal = Downstream.Signal;
        Downstream.Pause();
        if (by == "timer")
        {
            Downstream.WakeAfter(TimeSpan.FromMinutes(10));
        }

        _log.Add("request");
    }

    [OnSignal]
    private void Signal()
    {
        _log.Add("signal");
        Downstream.Resume();
    }

    [OnTimer]
    private void Timer()
    {
        _log.Add("timer");
        Downstream.Resume();
    }

    [OnContent]
    private void Content(ReadOnlyMemory<byte> octets)
    {
        _content!.Append(Encoding.ASCII.GetString(octets.Span));
        _log.Add("content");
    }

    [OnEnd]
    private void End()
    {
        _log.Add("end");
        Downstream.Respond(StatusCode.Ok, _content!.ToString());
    }

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add("done");
}

/// <summary>Takes one piece at a time: while its task is pending nothing more comes.</summary>
[Handler("POST /taking")]
public partial class Taking(EventLog log)
{
    private readonly EventLog _log = log;
    private long _octets;

    [OnRequest] private void Begin() => _log.Add("request");

    [OnContent]
    private async ValueTask<Flow> Content(ReadOnlyMemory<byte> octets)
    {
        _log.Add("content");
        _octets += octets.Length;
        await _log.Gate.Task;
        return Flow.Ready;
    }

    [OnEnd]
    private Task End()
    {
        Downstream.Respond(StatusCode.Ok, $"{_octets}");
        return Task.CompletedTask;
    }

    [OnDone] private void Done() => _log.Add("done");
}
