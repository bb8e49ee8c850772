using System.Net;

namespace Picard.Transport;

/// <summary>Event loops, and the listeners and connectors whose connections live on them. Linux only: elsewhere use <see cref="SocketListener"/> and <see cref="SocketConnector"/>.</summary>
/// <remarks>Continuations of a connection run inline on its loop's thread, which they must not block.</remarks>
public sealed class LoopGroup : IAsyncDisposable
{
    // Of few connections each, a loop has as many more as come of one handler's calls: a pool's worth to one authority.
    private const int MaxSurplusConnections = 64;

    private readonly EventLoop[] _loops;
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EpollListener[] _listeners = [];
    private int _isDisposed;

    /// <summary>Starts the loops.</summary>
    /// <param name="options">How many, and how sockets are made; null for the defaults.</param>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    /// <exception cref="TransportException">The system is out of descriptors.</exception>
    public LoopGroup(LoopGroupOptions? options = null)
    {
        if (!IsSupported) { throw new PlatformNotSupportedException("Event loops are for Linux on x86-64 or arm64."); }
        Options = (options ?? new LoopGroupOptions()).Validated();
        _loops = new EventLoop[Options.LoopCount];
        for (var i = 0; i < _loops.Length; i++)
        {
            try
            {
                _loops[i] = new EventLoop(i, Options.Slabs, Options.TimeProvider) { Group = this };
            }
            catch (TransportException)
            {
                foreach (var started in _loops.AsSpan(0, i)) { _ = started.StopAsync(); }
                throw;
            }
        }
    }

    /// <summary>Whether this system has event loops.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux()
        && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture is System.Runtime.InteropServices.Architecture.X64 or System.Runtime.InteropServices.Architecture.Arm64;

    internal LoopGroupOptions Options { get; }

    /// <summary>Binds an address and listens; connections are taken from <see cref="TransportListener.Start"/> on, each by the loop that has the fewest.</summary>
    /// <param name="endPoint">An <see cref="IPEndPoint"/> (port 0: any free port; <c>[::]</c>: IPv4 too) or a <see cref="System.Net.Sockets.UnixDomainSocketEndPoint"/>. A socket file that nobody listens at any more is replaced.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="TransportException">The address cannot be bound; its <see cref="TransportException.Fault"/> says why.</exception>
    public TransportListener Bind(EndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ThrowIfDisposed();
        var listener = EpollListener.Bind(this, _loops[0], endPoint, PortUse.Exclusive);
        Keep(listener);
        return listener;
    }

    /// <summary>Binds an address once for each loop, each with a socket of its own (SO_REUSEPORT): the kernel chooses one for each client, and its connection stays on that loop.</summary>
    /// <param name="endPoint">As of <see cref="Bind"/>, but no Unix domain socket, which has no such option.</param>
    /// <returns>All of them as one.</returns>
    /// <exception cref="TransportException">The address cannot be bound; its <see cref="TransportException.Fault"/> says why. Another program of this user that shares its port, too, is no hindrance.</exception>
    /// <remarks>No loop hands connections to another, which spares a hop while there are many short ones. But the kernel chooses by a hash and knows nothing of how busy a loop is: a few
    /// long connections may all be on one. Each socket has a queue of its own, so clients that wait in that of a socket which closes are reset, though another listens at the same port.</remarks>
    public TransportListener BindEach(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ThrowIfDisposed();
        var listeners = new List<EpollListener>(_loops.Length);
        try
        {
            foreach (var loop in _loops)
            {
                // Port 0: the others take the port that the first was given.
                listeners.Add(EpollListener.Bind(this, loop, listeners.Count == 0 ? endPoint : listeners[0].LocalEndPoint, PortUse.Shared));
            }
        }
        catch (TransportException)
        {
            foreach (var bound in listeners) { _ = bound.StopAsync().AsTask(); }
            throw;
        }

        Keep([.. listeners]);
        return new PerLoopListener(listeners);
    }

    /// <summary>Makes a connector whose connections live on these loops.</summary>
    /// <returns>The connector.</returns>
    public TransportConnector CreateConnector()
    {
        ThrowIfDisposed();
        return new EpollConnector(this, home: null);
    }

    /// <summary>Makes a connector whose connections live on the very loop that the calling thread is, so that what they are used for there needs no hop.</summary>
    /// <returns>The connector; null if the calling thread is no loop.</returns>
    public static TransportConnector? CreateConnectorOfCaller() => EventLoop.Current is { Group: { } group } loop ? new EpollConnector(group, loop) : null;

    /// <summary>Stops every listener, aborts every connection, and ends the threads. May be called more than once.</summary>
    /// <returns>Completes when the threads have ended and nothing is held any more.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            await _disposed.Task.ConfigureAwait(false);
            return;
        }

        foreach (var listener in Volatile.Read(ref _listeners)) { await listener.StopAsync().ConfigureAwait(false); }
        await Task.WhenAll(_loops.Select(static loop => loop.StopAsync())).ConfigureAwait(false);
        foreach (var loop in _loops) { loop.Join(); }
        _disposed.SetResult();
    }

    /// <exception cref="ObjectDisposedException">The loops are at their end.</exception>
    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);

    /// <summary>The loop for the next connection, which then counts as one of its own.</summary>
    internal EventLoop ChooseLoop()
    {
        // Prefer the loop that asks: its connections need no hop.
        var chosen = _loops[0];
        foreach (var loop in _loops)
        {
            if (loop.ConnectionCount < chosen.ConnectionCount || (loop.IsCurrent && loop.ConnectionCount == chosen.ConnectionCount)) { chosen = loop; }
        }

        chosen.AddConnection();
        return chosen;
    }

    /// <summary>The loop for a connection that this end makes, which then counts as one of its own: the caller's if it is on one, for its calls then need no hop.</summary>
    /// <param name="home">The loop that is meant, whoever calls; null: the caller's.</param>
    internal EventLoop ChooseLoopOfCaller(EventLoop? home = null)
    {
        var fewest = _loops.Min(static loop => loop.ConnectionCount);
        foreach (var loop in _loops)
        {
            // Limit: not if it is much busier than another. A hop costs a few microseconds a call, a loop with twice the connections as many in each turn.
            if ((home is null ? loop.IsCurrent : loop == home) && loop.ConnectionCount <= (2 * fewest) + MaxSurplusConnections)
            {
                loop.AddConnection();
                return loop;
            }
        }

        return ChooseLoop();
    }

    /// <summary>Closes a descriptor: listeners that ran out of them go on. Any thread.</summary>
    internal void Close(int descriptor)
    {
        Epoll.Close(descriptor);
        foreach (var listener in Volatile.Read(ref _listeners)) { listener.OnDescriptorFreed(); }
    }

    internal void Remove(EpollListener listener) => ChangeListeners(listeners => Array.FindAll(listeners, other => other != listener));

    /// <summary>Runs an action once every loop has run what is posted to it now.</summary>
    internal void AfterPostedWork(Action action)
    {
        var loopsLeft = _loops.Length;
        foreach (var loop in _loops)
        {
            loop.Schedule(
                _ =>
                {
                    if (Interlocked.Decrement(ref loopsLeft) == 0) { action(); }
                },
                null);
        }
    }

    private void Keep(params EpollListener[] listeners)
    {
        ChangeListeners(others => [.. others, .. listeners]);
        if (Volatile.Read(ref _isDisposed) == 0) { return; }

        // Race: the group was disposed of meanwhile, and may have missed these.
        foreach (var listener in listeners) { _ = listener.StopAsync().AsTask(); }
        throw new ObjectDisposedException(nameof(LoopGroup));
    }

    private void ChangeListeners(Func<EpollListener[], EpollListener[]> change)
    {
        EpollListener[] before;
        do { before = Volatile.Read(ref _listeners); }
        while (Interlocked.CompareExchange(ref _listeners, change(before), before) != before);
    }
}
