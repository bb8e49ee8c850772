namespace Picard.Server.Tests;

/// <summary>What lies between a test's client and its server.</summary>
public enum Network
{
    /// <summary>An in-memory pair whose continuations run inline: when a send returns, the server has done all it could with it.</summary>
    InMemory,

    /// <summary>Sockets over loopback.</summary>
    Sockets,
}
