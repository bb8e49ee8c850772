using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Picard.Transport;

/// <summary>Awaited, it goes on where a scheduler says.</summary>
internal readonly struct SchedulerHop(PipeScheduler scheduler) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public SchedulerHop GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => scheduler.Schedule(static continuation => ((Action)continuation!)(), continuation);
}
