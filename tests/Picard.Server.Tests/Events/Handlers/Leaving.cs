namespace Picard.Server.Tests;

/// <summary>Is in a state of the client's choice when the client leaves.</summary>
[Handler("POST /leaving/{state}")]
public partial class Leaving(EventLog log)
{
    private readonly EventLog _log = log;
    private string? _state;

    [OnRequest]
    private async ValueTask Begin(string state)
    {
        _state = state;
        _log.Signal = Downstream.Signal;
        var downstream = Downstream;
        downstream.Aborted.Register(() => _log.Add("token"));
        switch (state)
        {
            case "paused":
                downstream.Begin(StatusCode.Ok);
                downstream.Pause();
                break;
            case "writing":
                downstream.Begin(StatusCode.Ok);
                Produce();
                break;
            case "awaiting":
                _log.Add("ready");
                await ForeverAsync(downstream.Aborted);
                break;
            case "awaiting-with-output":
                downstream.Begin(StatusCode.Ok);
                while (downstream.Write(new byte[8192]) == Flow.Ready) { }
                _log.Add("ready");
                await ForeverAsync(downstream.Aborted);
                break;
            case "lending":
                downstream.Begin(StatusCode.Ok);
                _log.Add("ready");
                var flow = await downstream.WriteAsync(new byte[64 << 20]);
                _log.Add($"written:{flow}");
                _log.Add($"then:{downstream.Write("more")}");
                downstream.Complete();
                return;
        }

        _log.Add("ready");
    }

    private static async Task ForeverAsync(CancellationToken aborted)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = aborted.Register(() => cancelled.TrySetCanceled(aborted));
        await cancelled.Task;
    }

    [OnContent] private void Content(ReadOnlyMemory<byte> octets) => _log.Add("content");

    [OnEnd] private void End() => _log.Add("end");

    [OnResume]
    private void Produce()
    {
        if (_state == "writing")
        {
            while (Downstream.Write(new byte[16384]) == Flow.Ready) { }
        }
    }

    [OnSignal] private void Signal() => _log.Add("signal");

    [OnAbort]
    private void Abort(AbortReason reason)
    {
        // A client may leave at any time: whatever a handler still sends is a no-op.
        Downstream.Begin(StatusCode.Ok);
        Downstream.Pause();
        Downstream.WakeAfter(TimeSpan.Zero);
        Downstream.Complete();
        _log.Add($"abort:{reason}:{Downstream.Write("nothing")}:{Downstream.Write($"{reason}")}:{Downstream.Aborted.IsCancellationRequested}");
    }

    [OnDone] private void Done() => _log.Add("done");
}

/// <summary>Answers after a while.</summary>
[Handler("GET /later")]
public partial class Later(EventLog log)
{
    private readonly EventLog _log = log;

    [OnRequest]
    private void Begin()
    {
        _log.Signal = Downstream.Signal;
        _log.Add("request");
    }

    [OnSignal] private void Signal() => Downstream.Respond(StatusCode.Ok, "later");

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add("done");
}
