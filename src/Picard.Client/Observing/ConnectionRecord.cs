namespace Picard.Client;

/// <summary>What listeners were told of one connection. Written by whoever has the connection: its lease, or the pool while it hands it over or closes it.</summary>
internal struct ConnectionRecord
{
    private long? _began;
    private string? _countedAs;

    /// <summary>The connection is made.</summary>
    public void Open(ClientMetrics metrics, Origin origin, TimeProvider time)
    {
        _began = metrics.TimesConnections ? time.GetTimestamp() : null;
        Enter(ClientTags.Idle, metrics, origin);
    }

    /// <summary>The connection is in a state from now on.</summary>
    public void Enter(string state, ClientMetrics metrics, Origin origin)
    {
        // Who begins to listen later hears of a connection when it next changes; who listens no longer gets every count back.
        if (_countedAs is not null || metrics.CountsConnections)
        {
            Leave(metrics, origin);
            _countedAs = state;
            metrics.AddConnection(1, origin, state);
        }
    }

    /// <summary>The connection is closed.</summary>
    public void Close(ClientMetrics metrics, Origin origin, TimeProvider time)
    {
        Leave(metrics, origin);
        if (_began is { } began)
        {
            metrics.RecordConnection(time.GetElapsedTime(began), origin);
        }
    }

    private void Leave(ClientMetrics metrics, Origin origin)
    {
        if (_countedAs is { } counted)
        {
            _countedAs = null;
            metrics.AddConnection(-1, origin, counted);
        }
    }
}
