namespace Picard.Server.Tests;

/// <summary>Writes as many octets as the client asks for, in writes of a size that it chooses, as long as it takes them.</summary>
[Handler("GET /produce/{octets:long}/{size:int}")]
public partial class Producer(EventLog log)
{
    private static readonly byte[] s_octets = [.. Enumerable.Range(0, ResponseLimit).Select(static i => (byte)('a' + (i % 26)))];

    private readonly EventLog _log = log;
    private long _left;
    private int _size;

    private const int ResponseLimit = 32 * 1024;

    [OnRequest]
    private void Begin(long octets, int size)
    {
        (_left, _size) = (octets, size);
        _log.Add("request");
        Downstream.Begin(StatusCode.Ok, octets);
        Produce();
    }

    [OnPause] private void Pause() => _log.Add("pause");

    [OnResume]
    private void Resume()
    {
        _log.Add("resume");
        Produce();
    }

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add("done");

    private void Produce()
    {
        var flow = Flow.Ready;
        while (_left > 0 && flow == Flow.Ready)
        {
            var octets = s_octets.AsMemory(0, (int)Math.Min(_size, _left));
            flow = Downstream.Write(octets);
            _left -= octets.Length;
        }

        if (_left == 0)
        {
            Downstream.Complete();
        }
    }
}

/// <summary>Sends much content from memory of its own.</summary>
[Handler("GET /lend/{octets:int}")]
public partial class Lender(EventLog log)
{
    private readonly EventLog _log = log;

    [OnRequest]
    private async ValueTask Begin(int octets)
    {
        _log.Add("request");
        Downstream.Begin(StatusCode.Ok);
        Downstream.Write("first,");
        var flow = await Downstream.WriteAsync(new byte[octets]);
        _log.Add($"written:{flow}");
        Downstream.Write(",last");
        Downstream.Complete();
    }

    [OnAbort] private void Abort(AbortReason reason) => _log.Add($"abort:{reason}");

    [OnDone] private void Done() => _log.Add("done");
}
