using System.Buffers;

namespace Picard.Server.Tests;

/// <summary>Echoes, and on the way does whatever a handler may do, by chance: it pauses, awaits, sets its timer, answers early or late, leaves.</summary>
[Handler("POST /random")]
public partial class Wandering(EventLog log, Chance chance)
{
    private readonly EventLog _log = log;
    private readonly Chance _chance = chance;
    private readonly int _instance = ++chance.Handlers;
    private int _exchange;

    [OnRequest]
    private ValueTask Begin(in RequestHead request)
    {
        Assert.InRange(_instance, 1, _chance.Handlers);
        _exchange = ++_chance.Exchanges;
        Add("request");
        _chance.Signals.Add(Downstream.Signal);
        Downstream.Begin(StatusCode.Ok, _chance.In(2) ? request.ContentLength : null);
        Wander();
        return _chance.AwaitAsync();
    }

    [OnContent]
    private async ValueTask<Flow> Content(ReadOnlySequence<byte> octets)
    {
        Add("content");
        await _chance.AwaitAsync();
        var flow = _chance.In(4) ? await Downstream.WriteAsync(octets.First) : Downstream.Write(octets);
        Wander();
        await _chance.AwaitAsync();
        return _chance.In(8) ? Flow.Paused : flow;
    }

    [OnEnd]
    private ValueTask End()
    {
        Add("end");
        Downstream.Complete();
        return _chance.AwaitAsync();
    }

    [OnPause]
    private ValueTask Pause()
    {
        Add("pause");
        return _chance.AwaitAsync();
    }

    [OnResume]
    private ValueTask Resume()
    {
        Add("resume");
        return _chance.AwaitAsync();
    }

    [OnSignal]
    private void Signal()
    {
        Add("signal");
        Downstream.Resume();
    }

    [OnTimer]
    private ValueTask Timer()
    {
        Add("timer");
        Downstream.Resume();
        return _chance.AwaitAsync();
    }

    [OnAbort]
    private ValueTask Abort(AbortReason reason)
    {
        Add($"abort:{reason}");
        return _chance.AwaitAsync();
    }

    [OnDone]
    private ValueTask Done()
    {
        Add("done");
        return _chance.AwaitAsync();
    }

    private void Add(string name) => _log.Add($"{_exchange}:{name}");

    private void Wander()
    {
        switch (_chance.Next(12))
        {
            case 0:
                Downstream.Pause();
                Downstream.WakeAfter(TimeSpan.FromSeconds(_chance.Next(3)));
                break;
            case 1:
                Downstream.Signal.Set();
                break;
            case 2 when _chance.In(10):
                Downstream.Abort();
                break;
            case 3:
                Downstream.WakeAfter(TimeSpan.FromSeconds(_chance.Next(3)));
                break;
        }
    }
}

/// <summary>What a handler does by chance, and what it then waits for. One seed, one course of things.</summary>
public sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<TaskCompletionSource> _pending = [];

    /// <summary>Of all exchanges.</summary>
    public List<Signal> Signals { get; } = [];

    /// <summary>How many handlers were made.</summary>
    public int Handlers { get; set; }

    /// <summary>How many exchanges there were.</summary>
    public int Exchanges { get; set; }

    /// <summary>Whether nothing is left to chance any more.</summary>
    public bool IsOver { get; set; }

    public int Pending => _pending.Count;

    public int Next(int below) => _random.Next(below);

    public bool In(int times) => _random.Next(times) == 0;

    /// <summary>Is pending for some time, or not.</summary>
    public async ValueTask AwaitAsync()
    {
        if (IsOver || !In(4))
        {
            return;
        }

        // Inline: the test goes on when all that follows has happened.
        var pending = new TaskCompletionSource();
        _pending.Add(pending);
        await pending.Task;
    }

    /// <summary>One of those that wait goes on.</summary>
    public void GoOn()
    {
        if (_pending.Count > 0)
        {
            var pending = _pending[Next(_pending.Count)];
            _pending.Remove(pending);
            pending.SetResult();
        }
    }
}
