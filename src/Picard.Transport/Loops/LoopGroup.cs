using System.Net;

namespace Picard.Transport;

/// <summary>Event loops, and the listeners and connectors whose connections live on them. Linux only: elsewhere use <see cref="SocketListener"/> and <see cref="SocketConnector"/>.</summary>
/// <remarks>Continuations of a connection run inline on its loop's thread, which they must not block.</remarks>
public sealed class LoopGroup : IAsyncDisposable
{
    private readonly EventLoop[] _loops;
    private EpollListener[] _pausedListeners = [];
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
        for (var i = 0; i < _loops.Length; i++) { _loops[i] = new EventLoop(i, Options.Slabs, Options.TimeProvider); }
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
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        return EpollListener.Bind(this, _loops[0], endPoint);
    }

    /// <summary>Makes a connector whose connections live on these loops.</summary>
    /// <returns>The connector.</returns>
    public TransportConnector CreateConnector() => new EpollConnector(this);

    /// <summary>Aborts every connection, stops every listener, and ends the threads.</summary>
    /// <returns>Completes when the threads are at their end.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) { return; }
        foreach (var loop in _loops) { await loop.StopAsync().ConfigureAwait(false); }
    }

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

    /// <summary>A descriptor is free again: listeners that ran out of them go on.</summary>
    internal void OnConnectionClosed()
    {
        foreach (var listener in Volatile.Read(ref _pausedListeners)) { listener.Resume(); }
    }

    internal void OnPaused(EpollListener listener) => ChangePaused(paused => [.. paused, listener]);

    internal void OnResumed(EpollListener listener) => ChangePaused(paused => Array.FindAll(paused, other => other != listener));

    private void ChangePaused(Func<EpollListener[], EpollListener[]> change)
    {
        EpollListener[] before;
        do { before = Volatile.Read(ref _pausedListeners); }
        while (Interlocked.CompareExchange(ref _pausedListeners, change(before), before) != before);
    }
}
