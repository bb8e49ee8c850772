using System.Runtime.CompilerServices;
using Picard.Gen;

namespace Picard.Client;

/// <summary>The connections of a client: leases them, makes them within limits, queues requests beyond, and closes what is stale.</summary>
/// <remarks>
/// One lock guards the books (<see cref="PoolLedger"/>). Inside it nothing is awaited, continued, closed or connected: each method changes the books, leaves the lock,
/// and then does what the books say is to be done (ConnectionPool.Work.cs).
/// <para>A request that has to wait goes on where its connection lives (<see cref="Transport.TransportConnection.Scheduler"/>), never on the thread of whoever gave it the connection.</para>
/// </remarks>
internal sealed partial class ConnectionPool : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly PoolLedger _ledger;
    private readonly ClientOptions _options;
    private readonly ConnectionSource _source;
    private readonly ClientTimer _timer;

    public ConnectionPool(ClientOptions options, ConnectionSource source, ClientTimer timer)
    {
        _options = options;
        _source = source;
        _timer = timer;
        _ledger = new PoolLedger(options, timer);
        _onPeerGone = OnPeerGone;
        _sweepInterval = SweepInterval(options);
    }

    /// <summary>Who is told of connections; null for nobody. Never told inside the lock: a connection is told of by whoever has it.</summary>
    public ClientMetrics? Metrics { get; init; }

    /// <summary>How things stand, over all origins.</summary>
    public PoolStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _ledger.Statistics;
            }
        }
    }

    /// <summary>How things stand with one origin.</summary>
    public PoolStatistics StatisticsOf(Origin origin)
    {
        lock (_gate)
        {
            return _ledger.StatisticsOf(origin);
        }
    }

    /// <summary>Leases an idle connection, if there is one that can be used. Does not wait, and allocates nothing.</summary>
    /// <exception cref="ObjectDisposedException">The pool is draining or disposed of.</exception>
    public bool TryLease(Origin origin, out ConnectionLease lease)
    {
        ArgumentNullException.ThrowIfNull(origin);

        // Limit: every round closes a connection, or is the last.
        while (true)
        {
            var work = new PoolWork();
            ClientConnection? idle;
            lock (_gate)
            {
                ThrowIfDraining();
                idle = _ledger.TakeIdle(origin, ref work);
                Settle();
            }

            Run(ref work);
            if (idle is null)
            {
                lease = default;
                return false;
            }

            if (TryAccept(idle, out lease))
            {
                return true;
            }
        }
    }

    /// <summary>Leases a connection: an idle one, a new one, or whichever comes first if the limits allow none now.</summary>
    /// <exception cref="RequestException">There is none to be had: the queue is full, the wait was too long, or connecting failed.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pool is draining or disposed of.</exception>
    public ValueTask<ConnectionLease> LeaseAsync(Origin origin, LeaseKind kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ConnectionLease>(cancellationToken);
        }

        while (true)
        {
            PoolWaiter? waiter = null;
            var isAdmitted = false;
            var work = new PoolWork();
            ClientConnection? idle;
            lock (_gate)
            {
                ThrowIfDraining();

                // Race: A sees no idle connection; B returns one; A queues. So A looks and queues in one step.
                idle = kind == LeaseKind.Any ? _ledger.TakeIdle(origin, ref work) : null;
                if (idle is null)
                {
                    waiter = new PoolWaiter(this, origin, kind, cancellationToken);
                    isAdmitted = _ledger.TryAdmit(waiter, ref work);
                }

                Settle();
            }

            Run(ref work);
            if (waiter is not null)
            {
                return isAdmitted ? WaitAsync(waiter) : ValueTask.FromException<ConnectionLease>(Full(origin));
            }

            if (TryAccept(idle!, out var lease))
            {
                return new ValueTask<ConnectionLease>(lease);
            }
        }
    }

    /// <summary>Makes connections ahead of requests: until as many are open or being made as are asked for, or as the limits allow without closing others.</summary>
    /// <param name="origin">To whom.</param>
    /// <param name="count">How many there should be, at most <see cref="ClientOptions.MaxConnectionsPerAuthority"/>.</param>
    /// <param name="cancellationToken">Ends the wait; what has begun goes on.</param>
    /// <exception cref="RequestException">One could not be made.</exception>
    public async Task WarmAsync(Origin origin, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var outcomes = BeginWarm(origin, count);
        foreach (var fault in await Task.WhenAll(outcomes).WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            if (fault is not null)
            {
                throw fault;
            }
        }
    }

    /// <summary>Ends gracefully: nothing is leased any more, who waits is refused, idle connections are closed, and those in use when they come back.</summary>
    /// <param name="cancellationToken">Ends the wait, not the draining.</param>
    /// <returns>Completes when the last connection is closed.</returns>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        BeginDrain();
        return _drained.Task.WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="DrainAsync"/>, and resets the connections in use: whatever their exchanges wait for ends. Waits for nobody.</summary>
    public ValueTask DisposeAsync()
    {
        BeginDrain();
        List<ClientConnection> leased = [];
        lock (_gate)
        {
            for (var next = _ledger.All.First; next is not null; next = Chain<ClientConnection, Pooled.PoolLinks>.Next(next))
            {
                leased.Add(next);
            }
        }

        // Race: a lease may end while its connection is aborted here. Both may be done from any thread, and in any order.
        foreach (var connection in leased)
        {
            connection.Transport.Abort();
        }

        return ValueTask.CompletedTask;
    }

    internal void Return(ClientConnection connection, long generation)
    {
        var isDeparted = IsDeparted(connection);
        Observe(connection, ClientTags.Idle);
        var work = new PoolWork();
        lock (_gate)
        {
            PoolLedger.EndLease(connection, generation);
            if (isDeparted)
            {
                _ledger.Close(connection, ref work);
            }
            else
            {
                _ledger.Free(connection, ref work);
            }

            Settle();
        }

        Run(ref work);
    }

    internal void Discard(ClientConnection connection, long generation)
    {
        var work = new PoolWork();
        lock (_gate)
        {
            PoolLedger.EndLease(connection, generation);
            _ledger.Close(connection, ref work);
            Settle();
        }

        Run(ref work);
    }

    internal void Cancel(PoolWaiter waiter)
    {
        var work = new PoolWork();
        lock (_gate)
        {
            _ledger.End(waiter, new OperationCanceledException(waiter.Caller), ref work);
            Settle();
        }

        Run(ref work);
    }

    private RequestException Full(Origin origin) => new(
        RequestFault.PoolFull,
        origin.Authority,
        $"Every connection to {origin} is in use, and {_options.MaxQueuedRequests} requests wait already.");

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<ConnectionLease> WaitAsync(PoolWaiter waiter)
    {
        // Race: the caller cancels before this line. Then the callback runs here, at once, and finds the waiter in the books.
        var cancels = waiter.Caller.UnsafeRegister(static waiter => ((PoolWaiter)waiter!).Cancel(), waiter);
        try
        {
            return await waiter.Lease.ConfigureAwait(false);
        }
        finally
        {
            // Not Dispose: that would wait for a callback which has come too late, and does nothing.
            cancels.Unregister();
        }
    }

    private Task<Exception?>[] BeginWarm(Origin origin, int count)
    {
        List<Task<Exception?>> outcomes = [];
        var work = new PoolWork();
        lock (_gate)
        {
            ThrowIfDraining();
            while (_ledger.TryWarm(origin, count, ref work) is { } attempt)
            {
                outcomes.Add(attempt.Observe());
            }

            Settle();
        }

        Run(ref work);
        return [.. outcomes];
    }

    private void BeginDrain()
    {
        var work = new PoolWork();
        lock (_gate)
        {
            if (_ledger.IsDraining)
            {
                return;
            }

            _ledger.BeginDrain(ref work);
            Settle();
        }

        Run(ref work);
        _stopping.Cancel();
    }

    private void ThrowIfDraining()
    {
        if (_ledger.IsDraining)
        {
            throw PoolLedger.Disposed();
        }
    }
}
