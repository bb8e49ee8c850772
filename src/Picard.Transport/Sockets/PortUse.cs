namespace Picard.Transport;

/// <summary>Whether others may listen where a socket listens.</summary>
internal enum PortUse
{
    /// <summary>This socket alone.</summary>
    Exclusive,

    /// <summary>Any socket of this user that asks for the same (SO_REUSEPORT); the kernel chooses one of them for each client.</summary>
    Shared,
}
