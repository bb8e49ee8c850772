using System.IO.Pipelines;
using Picard.Transport;

namespace Picard.Client;

// What is done outside the lock: closing, connecting, and telling those who wait.
internal sealed partial class ConnectionPool
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<ClientConnection> _onPeerGone;
    private bool _isWatching;

    private static RequestException Refused(Origin origin) =>
        new(RequestFault.Connect, origin.Authority, $"Connecting to {origin} was given up.");

    // Closing comes before connecting, so that an evicted connection's descriptor is free for the one that takes its place.
    // What a step leaves to do joins the rest: a source that fails at once must not fill the stack with those who come next.
    private void Run(ref PoolWork work)
    {
        while (true)
        {
            if (work.TakeClose() is { } connection)
            {
                Close(connection);
            }
            else if (work.TakeStart() is { } attempt)
            {
                Start(attempt, ref work);
            }
            else if (work.TakeTell() is { } waiter)
            {
                Tell(waiter, ref work);
            }
            else
            {
                return;
            }
        }
    }

    // Inside the lock, at the end of each change of the books.
    private void Settle()
    {
        Volatile.Write(ref _queueDeadline, _ledger.Queued.First?.Deadline ?? ClientTimer.Never);
        if (_isWatching == _ledger.IsEmpty)
        {
            _isWatching = !_isWatching;
            if (_isWatching)
            {
                _timer.Add(this);
                Volatile.Write(ref _sweepDeadline, _timer.After(_sweepInterval));
            }
            else
            {
                _timer.Remove(this);
            }
        }

        if (_ledger.IsDrained)
        {
            _drained.TrySetResult();
        }
    }

    private void Close(ClientConnection connection)
    {
        if (Metrics is { } metrics)
        {
            connection.Record.Close(metrics, connection.Origin, _options.TimeProvider);
        }

        var closing = connection.CloseAsync();
        if (closing.IsCompletedSuccessfully)
        {
            Closed();
        }
        else
        {
            _ = AwaitClosedAsync(closing);
        }
    }

    private async Task AwaitClosedAsync(ValueTask closing)
    {
        try
        {
            await closing.ConfigureAwait(false);
        }
        finally
        {
            Closed();
        }
    }

    private void Closed()
    {
        lock (_gate)
        {
            _ledger.Closed();
            Settle();
        }
    }

    private void Start(ConnectAttempt attempt, ref PoolWork work)
    {
        var connecting = ConnectAsync(attempt.Home.Origin);
        if (connecting.IsCompleted)
        {
            Conclude(attempt, connecting, ref work);
        }
        else
        {
            _ = AwaitConnectedAsync(attempt, connecting);
        }
    }

    private async Task<ClientConnection> ConnectAsync(Origin origin)
    {
        var phases = new ConnectPhases();
        var transport = await _source.ConnectAsync(origin, phases, _stopping.Token).ConfigureAwait(false);
        var connection = new ClientConnection(transport, origin, _options, _timer) { Phases = phases };
        if (Metrics is { } metrics)
        {
            connection.Record.Open(metrics, origin, _options.TimeProvider);
        }

        return connection;
    }

    private async Task AwaitConnectedAsync(ConnectAttempt attempt, Task connecting)
    {
        await connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var work = new PoolWork();
        Conclude(attempt, (Task<ClientConnection>)connecting, ref work);
        Run(ref work);
    }

    private void Conclude(ConnectAttempt attempt, Task<ClientConnection> connecting, ref PoolWork work)
    {
        var connection = connecting.IsCompletedSuccessfully ? connecting.Result : null;
        var fault = connection is null ? connecting.Exception?.InnerException ?? Refused(attempt.Home.Origin) : null;

        // Before it is in the books: a peer that is gone already is then known when somebody is to have it.
        connection?.Watch(_onPeerGone);
        lock (_gate)
        {
            if (connection is not null)
            {
                connection.Pooled.DepartureCheck = _timer.After(_sweepInterval);
                _ledger.Opened(attempt, connection, ref work);
            }
            else
            {
                _ledger.Failed(attempt, fault!, ref work);
            }

            Settle();
        }

        attempt.TellOutcome(fault);
    }

    private void Tell(PoolWaiter waiter, ref PoolWork work)
    {
        if (waiter.Granted is not { } connection)
        {
            ThreadPool.UnsafeQueueUserWorkItem(waiter, preferLocal: false);
        }
        else if (connection.Pooled.IsReused && !connection.IsUsable)
        {
            lock (_gate)
            {
                _ledger.Replace(waiter, ref work);
                Settle();
            }
        }
        else if (ReferenceEquals(connection.Transport.Scheduler, PipeScheduler.ThreadPool))
        {
            Observe(connection, ClientTags.Active);
            ThreadPool.UnsafeQueueUserWorkItem(waiter, preferLocal: false);
        }
        else
        {
            Observe(connection, ClientTags.Active);
            connection.Transport.Scheduler.Schedule(static waiter => ((PoolWaiter)waiter!).Execute(), waiter);
        }
    }

    private void Observe(ClientConnection connection, string state)
    {
        if (Metrics is { } metrics)
        {
            connection.Record.Enter(state, metrics, connection.Origin);
        }
    }

    // Outside the lock, since it asks the system: nobody else has the connection now.
    private bool TryAccept(ClientConnection connection, out ConnectionLease lease)
    {
        if (connection.IsUsable)
        {
            Observe(connection, ClientTags.Active);
            lease = new ConnectionLease(this, connection);
            return true;
        }

        var work = new PoolWork();
        lock (_gate)
        {
            _ledger.DropStale(connection, ref work);
            Settle();
        }

        Run(ref work);
        lease = default;
        return false;
    }

    private void OnPeerGone(ClientConnection connection)
    {
        var work = new PoolWork();
        lock (_gate)
        {
            _ledger.PeerGone(connection, ref work);
            Settle();
        }

        Run(ref work);
    }
}
