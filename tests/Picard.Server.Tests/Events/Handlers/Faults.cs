using System.Buffers;

namespace Picard.Server.Tests;

/// <summary>Throws in an event of the client's choice.</summary>
[Handler("POST /fault/{at}/{how}")]
public partial class Faults(EventLog log)
{
    private readonly EventLog _log = log;
    private string? _at;
    private bool _isLater;

    [OnRequest]
    private ValueTask Begin(string at, string how)
    {
        (_at, _isLater) = (at, how == "later");
        return Happen("request");
    }

    [OnContent] private ValueTask Content(ReadOnlyMemory<byte> octets) => Happen("content");

    [OnTrailers] private ValueTask Trailers(FieldSection trailers) => Happen("trailers");

    [OnEnd]
    private ValueTask End()
    {
        if (_at is "pause" or "resume")
        {
            Downstream.Begin(StatusCode.Ok);
            Assert.Equal(Flow.Paused, Downstream.Write(new byte[32 * 1024]));
        }
        else if (_at is "signal")
        {
            Downstream.Signal.Set();
        }
        else if (_at is "timer")
        {
            Downstream.WakeAfter(TimeSpan.Zero);
        }
        else if (_at is "abort")
        {
            Downstream.Abort();
        }
        else if (_at is "done")
        {
            Downstream.Respond(StatusCode.Ok, "whole");
        }

        return Happen("end");
    }

    [OnPause] private ValueTask Pause() => Happen("pause");

    [OnResume] private ValueTask Resume() => Happen("resume");

    [OnSignal] private ValueTask Signal() => Happen("signal");

    [OnTimer] private ValueTask Timer() => Happen("timer");

    [OnAbort]
    private ValueTask Abort(AbortReason reason)
    {
        _log.Add($"reason:{reason}");
        return Happen("abort");
    }

    [OnDone] private ValueTask Done() => Happen("done");

    private ValueTask Happen(string name)
    {
        _log.Add(name);
        return name != _at ? default : _isLater ? ThrowLaterAsync(name) : throw new InvalidOperationException($"thrown at {name}");
    }

    private static async ValueTask ThrowLaterAsync(string name)
    {
        await Task.Yield();
        throw new InvalidOperationException($"thrown at {name}");
    }
}

/// <summary>Takes ten octets.</summary>
[Handler("POST /ten/{answer}"), MaxContent(10)]
public partial class Ten(EventLog log)
{
    private readonly EventLog _log = log;

    [OnRequest]
    private void Begin(string answer)
    {
        _log.Add("request");
        if (answer == "early")
        {
            Downstream.Begin(StatusCode.Ok);
        }
    }

    [OnContent] private void Content(ReadOnlySpan<byte> octets) => _log.Add("content");

    [OnEnd] private void End() => Downstream.Respond(StatusCode.Ok);

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add("done");
}
