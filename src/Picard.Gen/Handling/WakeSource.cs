using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Picard.Gen;

/// <summary>A wait that any thread may end, and that goes on where its connection runs. Used again and again; it allocates nothing.</summary>
internal sealed class WakeSource(PipeScheduler scheduler) : IValueTaskSource
{
    private static readonly Action<object?> s_end = static self => ((WakeSource)self!)._source.SetResult(true);

    private ManualResetValueTaskSourceCore<bool> _source;
    private int _isArmed;

    /// <summary>Begins to wait.</summary>
    public ValueTask Arm()
    {
        _source.Reset();
        Volatile.Write(ref _isArmed, 1);
        return new ValueTask(this, _source.Version);
    }

    /// <summary>Ends the wait, if there is one. From any thread.</summary>
    public void Set()
    {
        // Race: several threads set it at once; the one that disarms it ends the wait.
        if (Interlocked.Exchange(ref _isArmed, 0) == 1)
        {
            scheduler.Schedule(s_end, this);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
