using System.Text;

namespace Picard.Server.Tests;

/// <summary>Turns its exchange into a tunnel, and does in it what its path says.</summary>
[Handler("GET /tunnel/{mode}")]
public partial class Tunnels(EventLog log)
{
    private readonly EventLog _log = log;
    private string? _mode;

    [OnRequest]
    private void Begin(string mode)
    {
        _mode = mode;
        _log.Signal = Downstream.Signal;
        switch (mode)
        {
            case "refuse":
                Downstream.Respond(StatusCode.BadRequest, "no echo today");
                break;
            case "ignore":
                Downstream.Respond(StatusCode.Ok, "plain");
                break;
            case "too-late":
                break;
            case "late":
                Downstream.Pause();
                break;
            default:
                Downstream.Fields.Set("X-Mode", mode);
                Downstream.Upgrade("echo");
                break;
        }

        switch (mode)
        {
            case "greet":
                Downstream.Write("welcome");
                break;
            case "paused":
                Downstream.Pause();
                break;
            case "flood":
                Flood();
                break;
            case "goodbye":
                Downstream.Write("goodbye");
                Downstream.Complete();
                break;
        }

        _log.Add("ready");
    }

    [OnContent]
    private Flow Content(ReadOnlyMemory<byte> octets)
    {
        _log.Add($"content:{Encoding.Latin1.GetString(octets.Span[..Math.Min(octets.Length, 40)])}");
        if (_mode == "throw")
        {
            throw new InvalidOperationException("thrown in a tunnel");
        }

        return Downstream.Write(octets);
    }

    [OnSignal]
    private void Signal()
    {
        _log.Add("signal");
        switch (_mode)
        {
            case "late":
                Downstream.Upgrade("echo");
                break;
            case "too-late":
                _log.Add(Record.Exception(() => Downstream.Upgrade("echo")).Message);
                Downstream.Respond(StatusCode.Ok, "plain");
                break;
        }

        Downstream.Resume();
    }

    [OnPause] private void Pause() => _log.Add("pause");

    [OnResume]
    private void Resume()
    {
        _log.Add("resume");
        if (_mode == "flood")
        {
            Flood();
        }
    }

    [OnEnd]
    private void End()
    {
        _log.Add("end");
        if (_mode is not ("linger" or "refuse" or "ignore" or "too-late"))
        {
            Downstream.Write("bye");
            Downstream.Complete();
        }
    }

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add("done");

    private void Flood()
    {
        while (Downstream.Write(new byte[16384]) == Flow.Ready) { }
    }
}
