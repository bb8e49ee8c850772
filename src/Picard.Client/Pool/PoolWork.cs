namespace Picard.Client;

/// <summary>What a change of the books has left to do outside the lock: closing, connecting, and telling those who wait. Linked through its items, so that it allocates nothing.</summary>
internal struct PoolWork
{
    private ClientConnection? _toClose;
    private ConnectAttempt? _toStart;
    private PoolWaiter? _toTell;

    public void Close(ClientConnection connection)
    {
        connection.Pooled.NextToClose = _toClose;
        _toClose = connection;
    }

    public void Start(ConnectAttempt attempt)
    {
        attempt.NextToStart = _toStart;
        _toStart = attempt;
    }

    public void Tell(PoolWaiter waiter)
    {
        waiter.NextToTell = _toTell;
        _toTell = waiter;
    }

    public ClientConnection? TakeClose()
    {
        var first = _toClose;
        if (first is not null)
        {
            _toClose = first.Pooled.NextToClose;
            first.Pooled.NextToClose = null;
        }

        return first;
    }

    public ConnectAttempt? TakeStart()
    {
        var first = _toStart;
        if (first is not null)
        {
            _toStart = first.NextToStart;
            first.NextToStart = null;
        }

        return first;
    }

    public PoolWaiter? TakeTell()
    {
        var first = _toTell;
        if (first is not null)
        {
            _toTell = first.NextToTell;
            first.NextToTell = null;
        }

        return first;
    }
}
