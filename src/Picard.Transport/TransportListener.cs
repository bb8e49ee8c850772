using System.Net;

namespace Picard.Transport;

/// <summary>Accepts connections on one address.</summary>
public abstract class TransportListener : IAsyncDisposable
{
    /// <summary>The address that is bound; with port 0 asked for, the port that was given.</summary>
    public abstract EndPoint LocalEndPoint { get; }

    /// <summary>Begins to accept. Called once.</summary>
    /// <param name="accepted">Called with each new connection, which it owns from then on. It runs where the connection's continuations run, must not block and must not throw.</param>
    public abstract void Start(Action<TransportConnection> accepted);

    /// <summary>Stops accepting and frees the address. Connections live on. May be called more than once.</summary>
    /// <returns>Completes when <c>accepted</c> will not be called again.</returns>
    public abstract ValueTask StopAsync();

    /// <summary>The same as <see cref="StopAsync"/>.</summary>
    /// <returns>Completes when nothing is held any more.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
