namespace Picard.Transport;

/// <summary>The two marks that bound speed: a writer waits from the high mark until its reader has brought the backlog below the low one.</summary>
/// <remarks>Watermarks never refuse anything. What must have an end has a limit, which is another type.</remarks>
public sealed class Watermarks
{
    /// <summary>Unread bytes from which a flush waits. Default 64 KiB: one receive window of a loopback connection, so that a fast reader never waits for a writer.</summary>
    public int HighBytes { get; init; } = 64 * 1024;

    /// <summary>Unread bytes below which a waiting flush completes. Default 32 KiB: half of the high mark, so that a writer is not woken for each read.</summary>
    public int LowBytes { get; init; } = 32 * 1024;

    internal Watermarks Validated()
    {
        if (HighBytes < 1) { throw new ArgumentException($"{nameof(HighBytes)} must be at least 1, not {HighBytes}."); }
        if (LowBytes < 1 || LowBytes > HighBytes) { throw new ArgumentException($"{nameof(LowBytes)} must be from 1 to {nameof(HighBytes)} ({HighBytes}), not {LowBytes}."); }
        return this;
    }
}
