namespace Picard.Server.Tests;

/// <summary>Does to <see cref="Downstream"/> what a test says.</summary>
[Handler("* /send")]
public partial class Sends(EventLog log)
{
    private readonly EventLog _log = log;

    [OnRequest]
    private ValueTask Begin(Request request)
    {
        _log.Add("request");
        return _log.Script(Downstream);
    }

    [OnResume]
    private ValueTask Resume()
    {
        _log.Add("resume");
        return _log.Resumed(Downstream);
    }

    [OnSignal]
    private void Signal()
    {
        _log.Add("signal");
        _log.Signalled(Downstream);
    }

    [OnTimer]
    private void Timer()
    {
        _log.Add("timer");
        _log.Timed(Downstream);
    }

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone]
    private void Done()
    {
        _log.Add("done");
        _log.Finished(Downstream);
    }
}
