using System.Collections.Concurrent;
using System.IO.Pipelines;

namespace Picard.Client.Tests.Pool;

/// <summary>A loop whose turns the test takes, on its own thread.</summary>
internal sealed class TestLoop : PipeScheduler
{
    private readonly ConcurrentQueue<(Action<object?> Action, object? State)> _posted = [];

    public bool IsCurrent { get; set; }

    public override void Schedule(Action<object?> action, object? state) => _posted.Enqueue((action, state));

    /// <summary>Runs what is posted.</summary>
    public void Run()
    {
        while (_posted.TryDequeue(out var work))
        {
            work.Action(work.State);
        }
    }
}
