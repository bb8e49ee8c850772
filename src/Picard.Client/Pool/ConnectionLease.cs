namespace Picard.Client;

/// <summary>A connection held for one exchange. A lease ends exactly once, with <see cref="Return"/> or <see cref="Discard"/>.</summary>
/// <remarks>It knows its generation, so that a copy which has ended cannot end the lease of whoever came next.</remarks>
internal readonly struct ConnectionLease
{
    private readonly ConnectionPool _pool;
    private readonly long _generation;

    public ConnectionLease(ConnectionPool pool, ClientConnection connection)
    {
        _pool = pool;
        Connection = connection;
        _generation = connection.Pooled.Generation;
        IsReused = connection.Pooled.IsReused;
    }

    public ClientConnection Connection { get; }

    /// <summary>Whether the connection was there already, so that it may turn out to be stale; false if it was made for this request or for one beside it.</summary>
    public bool IsReused { get; }

    /// <summary>Ends the lease: another request may use the connection.</summary>
    /// <remarks>What its owner has done to the connection happens before what the next one does, and nothing of the owner's may still be under way:
    /// no read, no flush, no registration.</remarks>
    /// <exception cref="InvalidOperationException">The lease has ended.</exception>
    public void Return() => Pool().Return(Connection, _generation);

    /// <summary>Ends the lease and closes the connection.</summary>
    /// <exception cref="InvalidOperationException">The lease has ended.</exception>
    public void Discard() => Pool().Discard(Connection, _generation);

    private ConnectionPool Pool() => _pool ?? throw new InvalidOperationException("This is no lease: it was not given by a pool.");
}
