using System.Text;

namespace Picard.Server.Tests;

/// <summary>Answers every event from one of the client's choice on with an abort, the abort event included.</summary>
[Handler("POST /aborting/{from}")]
public partial class Aborting(EventLog log)
{
    private readonly EventLog _log = log;

    [OnRequest]
    private void Begin(string from)
    {
        _log.Add("request");
        if (from == "request")
        {
            Downstream.Abort();
        }
    }

    [OnContent]
    private void Content(ReadOnlySpan<byte> octets)
    {
        _log.Add($"content:{Encoding.ASCII.GetString(octets)}");
        Downstream.Abort();
    }

    [OnEnd]
    private void End()
    {
        _log.Add("end");
        Downstream.Abort();
    }

    [OnAbort]
    private void Abort(AbortReason reason)
    {
        _log.Add($"abort:{reason}");
        Downstream.Abort();
    }

    [OnDone] private void Done() => _log.Add("done");
}
