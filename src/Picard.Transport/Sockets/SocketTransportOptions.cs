namespace Picard.Transport;

/// <summary>How sockets are made and where their bytes are kept.</summary>
public sealed class SocketTransportOptions
{
    /// <summary>Connections that the kernel completes before they are accepted. Default 512, as nginx on Linux: a burst must not be refused, and the kernel caps it by its own limit.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>Where slabs come from.</summary>
    public SlabPool Slabs { get; init; } = SlabPool.Shared;

    /// <summary>Told when accepting pauses or resumes because the process or the system is out of descriptors, one line each time; null to hear nothing.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>The clock of the pause when descriptors have run out.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal SocketTransportOptions Validated()
    {
        if (Backlog < 1) { throw new ArgumentException($"{nameof(Backlog)} must be at least 1, not {Backlog}."); }
        return this;
    }
}
