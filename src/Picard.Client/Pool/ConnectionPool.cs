namespace Picard.Client;

internal sealed class ConnectionPool(ClientOptions options, ConnectionSource source, ClientTimer timer) : IAsyncDisposable
{
    public bool TryLease(Origin origin, out ConnectionLease lease)
    {
        lease = default;
        return options is null;
    }

    public async ValueTask<ConnectionLease> LeaseAsync(Origin origin, LeaseKind kind, CancellationToken cancellationToken) =>
        new(new ClientConnection(await source.ConnectAsync(origin, cancellationToken).ConfigureAwait(false), origin, options, timer));

    public ValueTask DisposeAsync() => default;
}
