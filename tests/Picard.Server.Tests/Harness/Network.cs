namespace Picard.Server.Tests;

/// <summary>What lies between a test's client and its server.</summary>
public enum Network
{
    /// <summary>An in-memory pair whose continuations run inline: when a send returns, the server has done all it could with it.</summary>
    InMemory,

    /// <summary>TCP over loopback, with the server on the platform's sockets.</summary>
    Sockets,

    /// <summary>TCP over loopback, with the server on event loops.</summary>
    EventLoops,

    /// <summary>A Unix domain socket, with the server on event loops.</summary>
    UnixSockets,
}
