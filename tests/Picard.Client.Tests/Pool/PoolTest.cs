using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Client.Tests.Pool;

/// <summary>A pool with a clock that stands still and connections that the test makes.</summary>
public abstract class PoolTest : IAsyncDisposable
{
    private protected static readonly Origin A = Origin.Of("http://a.example");
    private protected static readonly Origin B = Origin.Of("http://b.example");
    private protected static readonly Origin C = Origin.Of("http://c.example");

    private readonly List<TaskCompletionSource<TransportConnection>> _connecting = [];
    private readonly List<Origin> _asked = [];
    private ConnectionPool? _pool;
    private ClientTimer? _timer;

    private protected FakeTime Time { get; } = new();

    private protected TestSource Source { get; } = new();

    private protected ConnectionPool Pool => _pool ??= Create(new ClientOptions());

    /// <summary>The origins that connections were asked for, in order.</summary>
    private protected IReadOnlyList<Origin> Asked => _asked;

    /// <summary>Open, idle, connecting, waiting.</summary>
    private protected (int Open, int Idle, int Connecting, int Waiting) Standing
    {
        get
        {
            var all = Pool.Statistics;
            return (all.Open, all.Idle, all.Connecting, all.Waiting);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_pool is not null)
        {
            await _pool.DisposeAsync();
            _timer!.Dispose();
        }
    }

    private protected ConnectionPool Create(ClientOptions options)
    {
        _timer = new ClientTimer(Time);
        return _pool = new ConnectionPool(options.Validated(), Source, _timer);
    }

    /// <summary>From now on connections are made when the test says so.</summary>
    private protected void ConnectSlowly() => Source.OnConnect = (origin, cancellationToken) =>
    {
        var connecting = new TaskCompletionSource<TransportConnection>();
        cancellationToken.UnsafeRegister(_ => connecting.TrySetCanceled(cancellationToken), null);
        _connecting.Add(connecting);
        _asked.Add(origin);
        return new(connecting.Task);
    };

    private protected PooledTransport Connect(int attempt)
    {
        var made = Source.Make();
        Inline(() => _connecting[attempt].SetResult(made));
        return made;
    }

    private protected void FailToConnect(int attempt) =>
        Inline(() => _connecting[attempt].SetException(new RequestException(RequestFault.Connect, "a.example:80", $"refused {attempt}")));

    /// <summary>A lease that is to be had at once.</summary>
    private protected ConnectionLease Lease(Origin origin, LeaseKind kind = LeaseKind.Any)
    {
        var lease = Pool.LeaseAsync(origin, kind, default).AsTask();
        Assert.True(lease.IsCompletedSuccessfully);
        return lease.Result;
    }

    private protected Task<ConnectionLease> LeaseLater(Origin origin, LeaseKind kind = LeaseKind.Any, CancellationToken cancellationToken = default)
    {
        var lease = Pool.LeaseAsync(origin, kind, cancellationToken).AsTask();
        Assert.False(lease.IsCompleted);
        return lease;
    }

    private protected static PooledTransport TransportOf(ConnectionLease lease) => (PooledTransport)lease.Connection.Transport;

    private protected static async Task<RequestFault> FaultOf(Task<ConnectionLease> lease) => (await Assert.ThrowsAsync<RequestException>(() => lease)).Fault;

    // What awaits goes on here and now. On a thread with a synchronization context, as a test may have, it would go elsewhere.
    private static void Inline(Action completion)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        completion();
        SynchronizationContext.SetSynchronizationContext(context);
    }
}
