namespace Picard;

/// <summary>What goes when a client reads more slowly than items are produced for it, and no more can wait: see <see cref="SlowConsumerAttribute"/>.</summary>
public enum Drop
{
    /// <summary>Nothing: the producer waits for the client, as without the attribute.</summary>
    None,

    /// <summary>The item that has waited longest, and more if need be: the client gets the latest.</summary>
    Oldest,

    /// <summary>The item that has just been produced: the client gets what it missed first.</summary>
    Newest,

    /// <summary>The connection: the client must not go on with a gap. The exchange is aborted as <see cref="AbortReason.TooSlow"/>.</summary>
    Connection,
}
