namespace Picard.Transport;

/// <summary>Something with a descriptor that a loop watches: a connection, a connect under way, a listener.</summary>
internal interface IEpollSource
{
    /// <summary>Its place in the loop's table, for the loop.</summary>
    ulong Key { get; set; }

    /// <summary>The kernel reported these events. On the loop's thread.</summary>
    void OnEvents(uint events);

    /// <summary>The kernel reported these events, together with those of others: <see cref="OnEvents"/> comes in this turn, but perhaps after that of others. On the loop's thread.</summary>
    void OnReported(uint events)
    {
    }

    /// <summary>The loop comes to its end. On the loop's thread.</summary>
    void OnStopping();
}
