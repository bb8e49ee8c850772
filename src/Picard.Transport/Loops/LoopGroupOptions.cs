namespace Picard.Transport;

/// <summary>How event loops are made, and the sockets on them.</summary>
public sealed class LoopGroupOptions
{
    /// <summary>Loops, each a thread. Default one for each processor: a loop never blocks, so more would only take turns.</summary>
    public int LoopCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Connections that the kernel completes before they are accepted. Default 512, as nginx on Linux: a burst must not be refused, and the kernel caps it by its own limit.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>Bytes that the kernel may hold unsent before a socket counts as full (TCP_NOTSENT_LOWAT). Default 56 KiB:
    /// with a writer's 64 KiB and what one write may exceed them by, a reader that stops leaves less than 128 KiB outstanding.</summary>
    // Measured: CPU per write of 1 MiB was 520 µs at 16 KiB, 523 at 32, 521 at 56, 485 at 64 and 398 without a mark, medians of 41 rounds on two busy cores; the kernel held
    // 16,384, 32,768, 57,344, 65,536 and 2.8 million bytes for a reader with a 4 KiB buffer that stops. `Picard.Benchmarks -- transport --rounds 41 --seconds 1.5`
    public int UnsentBytes { get; init; } = 56 * 1024;

    /// <summary>Where slabs come from.</summary>
    public SlabPool Slabs { get; init; } = SlabPool.Shared;

    /// <summary>The clock of the loops' timers.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Told when accepting pauses or resumes because the process or the system is out of descriptors, one line each time; null to hear nothing.</summary>
    public Action<string>? Log { get; init; }

    internal LoopGroupOptions Validated()
    {
        if (LoopCount < 1) { throw new ArgumentException($"{nameof(LoopCount)} must be at least 1, not {LoopCount}."); }
        if (Backlog < 1) { throw new ArgumentException($"{nameof(Backlog)} must be at least 1, not {Backlog}."); }
        if (UnsentBytes < 1) { throw new ArgumentException($"{nameof(UnsentBytes)} must be at least 1, not {UnsentBytes}."); }
        return this;
    }
}
