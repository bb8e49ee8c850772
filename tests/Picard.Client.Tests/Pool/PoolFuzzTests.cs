using System.IO.Pipelines;
using Picard.Server.Tests;
using Picard.Transport;

namespace Picard.Client.Tests.Pool;

/// <summary>Random courses of several threads: cancellations, resets, bytes that nobody asked for, time that passes, connects that are slow, fail or never end.</summary>
public sealed class PoolFuzzTests
{
    private const int Workers = 6;
    private const int Rounds = 250;

    private static readonly Origin[] s_origins = [Origin.Of("http://a.example"), Origin.Of("http://b.example"), Origin.Of("http://c.example")];

    private static readonly ClientOptions s_options = new()
    {
        MaxConnections = 4,
        MaxConnectionsPerAuthority = 3,
        MaxQueuedRequests = 3,
        PoolTimeout = TimeSpan.FromSeconds(2),
        IdleTimeout = TimeSpan.FromSeconds(5),
        ConnectionLifetime = TimeSpan.FromSeconds(20),
    };

    private readonly FakeTime _time = new();
    private readonly TestSource _source = new() { Scheduler = PipeScheduler.ThreadPool };
    private int _connects;
    private int _leases;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AfterAnyCourse_TheBooksAreEmpty_AndEachConnectionWasClosedOnce(int seed)
    {
        using var timer = new ClientTimer(_time);
        await using var pool = new ConnectionPool(s_options.Validated(), _source, timer);
        _source.OnConnect = (_, cancellationToken) => ConnectAsync(new Random(HashCode.Combine(seed, Interlocked.Increment(ref _connects))), cancellationToken);
        using var done = new CancellationTokenSource();
        var clock = Task.Run(() => KeepTimeAsync(pool, new Random(seed), done.Token));
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(pool, new Random((seed * 100) + worker)))));
        var drained = pool.DrainAsync(default);
        await drained;
        await done.CancelAsync();
        await clock;

        var end = pool.Statistics;
        Assert.Equal((0, 0, 0, 0), (end.Open, end.Idle, end.Connecting, end.Waiting));
        Assert.Equal(end.Created, end.Closed);
        Assert.Equal(_source.Made.Count, end.Created);
        Assert.All(_source.Made, made => Assert.Equal(1, made.Closes));
        Assert.All(s_origins, origin => Assert.Equal(0, pool.StatisticsOf(origin).Created));
        Assert.Equal(0, _time.RunningTimers);
        Assert.InRange(_leases, Rounds, Workers * Rounds);
    }

    private async ValueTask<TransportConnection> ConnectAsync(Random random, CancellationToken cancellationToken)
    {
        await YieldAsync(random.Next(4));
        return random.Next(10) switch
        {
            0 => throw new RequestException(RequestFault.Connect, "a", "refused"),
            1 => await NeverAsync(cancellationToken),
            2 => Reset(_source.Make()),
            _ => _source.Make(),
        };
    }

    // As a connect that only its own time limit ends.
    private async Task<TransportConnection> NeverAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<TransportConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var limit = _time.CreateTimer(_ => never.TrySetException(new RequestException(RequestFault.ConnectTimeout, "a", "late")), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        await using var cancels = cancellationToken.UnsafeRegister(_ => never.TrySetCanceled(cancellationToken), null);
        return await never.Task;
    }

    private static PooledTransport Reset(PooledTransport transport)
    {
        transport.Server.Abort();
        return transport;
    }

    private async Task WorkAsync(ConnectionPool pool, Random random)
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var caller = new CancellationTokenSource();
            if (random.Next(8) == 0)
            {
                await caller.CancelAsync();
            }

            var pending = LeaseAsync(pool, random, caller.Token);
            if (random.Next(4) == 0)
            {
                await YieldAsync(random.Next(4));
                await caller.CancelAsync();
            }

            if (await pending is { } lease)
            {
                Interlocked.Increment(ref _leases);
                await UseAsync(lease, random);
            }
        }
    }

    private static async Task<ConnectionLease?> LeaseAsync(ConnectionPool pool, Random random, CancellationToken cancellationToken)
    {
        var origin = s_origins[random.Next(s_origins.Length)];
        if (random.Next(3) == 0 && pool.TryLease(origin, out var lease))
        {
            return lease;
        }

        try
        {
            return await pool.LeaseAsync(origin, random.Next(5) == 0 ? LeaseKind.Fresh : LeaseKind.Any, cancellationToken);
        }
        catch (RequestException refused)
        {
            Assert.True(refused.Fault is RequestFault.PoolFull or RequestFault.PoolTimeout or RequestFault.Connect or RequestFault.ConnectTimeout, refused.ToString());
        }
        catch (OperationCanceledException cancelled)
        {
            Assert.Equal(cancellationToken, cancelled.CancellationToken);
        }

        return null;
    }

    private static async Task UseAsync(ConnectionLease lease, Random random)
    {
        var transport = (PooledTransport)lease.Connection.Transport;
        transport.Hold();
        Assert.Equal(0, transport.Closes);
        await YieldAsync(random.Next(6));
        var fate = random.Next(12);
        if (fate == 0)
        {
            transport.Server.Abort();
        }

        transport.LetGo();
        if (fate <= 2)
        {
            lease.Discard();
        }
        else
        {
            lease.Return();
        }

        // What a server does to a connection that is idle, or already somebody else's.
        if (fate == 3)
        {
            transport.Finish();
        }
        else if (fate == 4)
        {
            transport.Server.Abort();
        }
        else if (fate == 5)
        {
            transport.Talk();
        }
    }

    private async Task KeepTimeAsync(ConnectionPool pool, Random random, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(300)));
            var now = pool.Statistics;
            Assert.InRange(now.Open + now.Connecting, 0, s_options.MaxConnections);
            Assert.InRange(now.Idle, 0, now.Open);
            Assert.InRange(now.Waiting, 0, s_origins.Length * s_options.MaxQueuedRequests);
            await Task.Yield();
        }
    }

    private static async Task YieldAsync(int times)
    {
        for (var count = 0; count < times; count++)
        {
            await Task.Yield();
        }
    }
}
