namespace Picard;

/// <summary>How many sockets a server listens with at each address.</summary>
public enum ListenerMode
{
    /// <summary>One, for all loops: each connection goes to the loop that has the fewest, so that long and short ones are spread alike.</summary>
    Shared,

    /// <summary>One for each event loop (SO_REUSEPORT), whose connections stay on that loop: no connection changes threads, which helps where most are short.</summary>
    /// <remarks><para>On Linux with event loops, and for <c>http</c> addresses. The kernel chooses the socket by a hash of the client's address and knows nothing of how busy a loop is:
    /// of 64 connections on two loops, 39 may be on one, and of four all.</para>
    /// <para>Another process of the same user that listens in the same way is no error, but shares the port: so a new version can start before the old one stops. But each socket has
    /// a queue of its own, and the clients in that of a socket which closes are reset; they do not move to a socket that goes on listening.</para></remarks>
    PerLoop,
}
