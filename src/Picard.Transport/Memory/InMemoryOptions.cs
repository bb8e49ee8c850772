using System.IO.Pipelines;
using System.Net;

namespace Picard.Transport;

/// <summary>How an in-memory pair of connections behaves.</summary>
public sealed class InMemoryOptions
{
    /// <summary>How far each direction's writer may run ahead of its reader.</summary>
    public Watermarks Watermarks { get; init; } = new();

    /// <summary>Where slabs come from.</summary>
    public SlabPool Slabs { get; init; } = SlabPool.Shared;

    /// <summary>Where continuations run. Default the thread pool; <see cref="PipeScheduler.Inline"/> for tests that want every step on one thread.</summary>
    public PipeScheduler Scheduler { get; init; } = PipeScheduler.ThreadPool;

    /// <summary>The address that the client end reports as its own, and the server end as its peer's.</summary>
    public EndPoint? ClientEndPoint { get; init; }

    /// <summary>The address that the server end reports as its own, and the client end as its peer's.</summary>
    public EndPoint? ServerEndPoint { get; init; }
}
