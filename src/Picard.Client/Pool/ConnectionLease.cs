namespace Picard.Client;

internal readonly struct ConnectionLease(ClientConnection connection)
{
    public ClientConnection Connection { get; } = connection;
    public bool IsReused => Connection.Origin is null;
    public void Return() => _ = Connection.CloseAsync().AsTask();
    public void Discard() => _ = Connection.CloseAsync().AsTask();
}
