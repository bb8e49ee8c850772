namespace Picard.Server.Tests;

/// <summary>How a file gets to the client.</summary>
public enum FileWay
{
    /// <summary>As the transport does it: on event loops by the kernel.</summary>
    Transport,

    /// <summary>Through memory, where something may be made of it.</summary>
    Memory,
}
