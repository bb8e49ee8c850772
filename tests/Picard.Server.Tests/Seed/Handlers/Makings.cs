namespace Picard.Server.Tests;

/// <summary>Cannot be made while the log says so.</summary>
[Handler("POST /unborn")]
public partial class Unborn
{
    private readonly EventLog _log;

    public Unborn(EventLog log)
    {
        _log = log;
        if (log.Count("unborn") > 0)
        {
            throw new InvalidOperationException("not born");
        }
    }

    [OnRequest] private void Begin() => _log.Add("request");

    [OnEnd] private void End() => Downstream.Respond(StatusCode.Ok, "born");
}

/// <summary>Sends before it has an exchange, and answers with what came of it.</summary>
[Handler("GET /premature")]
public partial class Premature
{
    private readonly string _outcome;

    public Premature()
    {
        Action<Downstream>[] uses = [static d => d.Respond(StatusCode.Ok), static d => d.Write("early"), static d => d.Pause(), static d => d.Resume(), static d => d.Abort()];
        _outcome = string.Join('|', uses.Select(use => Record.Exception(() => use(Downstream)) is InvalidOperationException fault ? fault.Message : "accepted").Distinct());
    }

    [OnRequest] private void Begin() => Downstream.Respond(StatusCode.Ok, _outcome);
}

/// <summary>Takes its time when the exchange is over.</summary>
[Handler("GET /lingering")]
public partial class Lingering(EventLog log)
{
    private readonly EventLog _log = log;

    [OnRequest]
    private void Begin()
    {
        _log.Add("request");
        Downstream.Respond(StatusCode.Ok, "answered");
    }

    [OnDone]
    private async ValueTask Done()
    {
        _log.Add("done");
        await _log.Gate.Task;
        _log.Add("over");
    }
}

/// <summary>Tells its client where it comes from, and where it has come to.</summary>
[Handler("GET /whereabouts")]
public partial class Whereabouts
{
    [OnRequest] private void Begin(Request request) => Downstream.Respond(StatusCode.Ok, $"{request.RemoteEndPoint} {request.LocalEndPoint}");
}

/// <summary>Reads no content before it is told to.</summary>
[Handler]
public partial class Reluctant(EventLog log)
{
    [Put("/reluctant")]
    private async ValueTask<string> Put(ContentReader content)
    {
        await log.Gate.Task;
        long length = 0;
        while (await content.ReadAsync() is { IsEmpty: false } octets)
        {
            length += octets.Length;
        }

        return $"{length} octets";
    }
}
