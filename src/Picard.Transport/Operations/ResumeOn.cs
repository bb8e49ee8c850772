using System.IO.Pipelines;

namespace Picard.Transport;

/// <summary>On which thread the continuation of an operation runs.</summary>
internal enum ResumeOn
{
    /// <summary>This one, which belongs to the transport.</summary>
    ThisThread,

    /// <summary>One of the connection's scheduler: this thread belongs to somebody who did not ask to run the connection's code.</summary>
    Scheduler,
}

/// <summary>Hands work to a scheduler, without allocation on the thread pool.</summary>
internal static class Resumption
{
    private static readonly Action<object?> s_execute = static work => ((IThreadPoolWorkItem)work!).Execute();

    public static void Schedule(PipeScheduler scheduler, IThreadPoolWorkItem work)
    {
        if (ReferenceEquals(scheduler, PipeScheduler.ThreadPool)) { ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false); }
        else { scheduler.Schedule(s_execute, work); }
    }
}
