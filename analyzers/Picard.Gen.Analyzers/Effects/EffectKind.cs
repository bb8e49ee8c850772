namespace Picard.Gen.Analyzers;

/// <summary>Why a thread stands still.</summary>
internal enum EffectKind
{
    /// <summary>On a task, a value task, an awaiter or an <c>IAsyncResult</c>.</summary>
    Wait,

    /// <summary>For a time, or spinning.</summary>
    Sleep,

    /// <summary>Synchronous input or output, to which there is an asynchronous way.</summary>
    Input,

    /// <summary>For another thread: semaphores, events, monitors, barriers, blocking collections, joins.</summary>
    Synchronization,

    /// <summary>For loops and queries over data that run on other threads and on this one.</summary>
    Parallel,
}
