namespace Picard.Transport;

/// <summary>Something with a descriptor that a loop watches.</summary>
internal abstract class EpollSource
{
    /// <summary>Its place in the loop's table, for the loop.</summary>
    public ulong Key { get; set; }

    /// <summary>The kernel reported these events. On the loop's thread.</summary>
    public abstract void OnEvents(uint events);

    /// <summary>The loop comes to its end. On the loop's thread.</summary>
    public abstract void OnStopping();
}
