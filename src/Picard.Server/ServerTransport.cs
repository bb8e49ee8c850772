namespace Picard;

/// <summary>What a server's connections run on.</summary>
public enum ServerTransport
{
    /// <summary>The fastest that the system has: <see cref="EventLoops"/> on Linux, <see cref="Sockets"/> elsewhere.</summary>
    Automatic,

    /// <summary>Epoll event loops, on Linux alone. Handlers run inline on the loop of their connection, so a handler that blocks stops all of that loop's connections.</summary>
    EventLoops,

    /// <summary>The sockets of the platform, on any system. Handlers run on the thread pool.</summary>
    Sockets,
}
