using System.Buffers;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>Records every event of its exchanges, and answers when the request is complete with what it was.</summary>
[Handler("* /record")]
public partial class Recorder(EventLog log)
{
    private readonly EventLog _log = log;
    private readonly int _instance = log.CountInstance();
    private readonly StringBuilder _kept = new();
    private int _octets;
    private string? _sum;

    public int Exchanges { get; set; }

    [OnRequest]
    private void Begin(in RequestHead request)
    {
        Assert.Equal((0, null, 0), (_octets, _sum, Exchanges));
        Exchanges++;
        _kept.Append('.');
        _log.Add("request");
    }

    [OnContent]
    private void Content(ReadOnlySpan<byte> octets)
    {
        _octets += octets.Length;
        _log.Add("content");
    }

    [OnTrailers]
    private void Trailers(FieldSection trailers)
    {
        _sum = trailers.GetText("x-sum");
        _log.Add("trailers");
    }

    [OnEnd]
    private void End()
    {
        _log.Add("end");
        Downstream.Respond(StatusCode.Ok, $"{_octets} octets, sum {_sum ?? "none"}, instance {_instance}, exchange {_kept.Length}");
    }

    [OnPause] private void Pause() => _log.Add("pause");

    [OnResume] private void Resume() => _log.Add("resume");

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add($"done:{_octets}");
}
