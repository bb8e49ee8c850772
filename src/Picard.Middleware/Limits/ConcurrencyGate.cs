using System.Diagnostics;
using System.Threading.RateLimiting;

namespace Picard;

/// <summary>So many at a time, and a queue in order. Like .NET's limiter of concurrency, but without an object for each permit.</summary>
/// <remarks>Invariant: nobody waits while a permit is free. Each granted lease is disposed exactly once, by <see cref="LimitUse"/>: one object stands for all.</remarks>
internal sealed class ConcurrencyGate : RateLimiter
{
    private static readonly RefusedLease s_refused = new(retryAfter: null);

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<RateLimitLease>> _waiting = [];
    private readonly HeldLease _held;
    private readonly TimeProvider _time;
    private readonly int _permits;
    private readonly int _maxWaiting;
    private long _idleSince;
    private int _free;

    public ConcurrencyGate(TimeProvider time, int permits, int maxWaiting)
    {
        (_time, _permits, _maxWaiting, _free, _held) = (time, permits, maxWaiting, permits, new HeldLease(this));
        _idleSince = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_gate)
            {
                return _free == _permits ? _time.GetElapsedTime(_idleSince) : null;
            }
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            return new RateLimiterStatistics { CurrentAvailablePermits = _free, CurrentQueuedCount = _waiting.Count };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            return TryTake() ? _held : s_refused;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (TryTake())
            {
                return new(_held);
            }

            if (_waiting.Count == _maxWaiting)
            {
                return new(s_refused);
            }

            // Whoever gives a permit back is at another exchange, and does not run this one.
            var turn = _waiting.AddLast(new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously));
            return WaitAsync(turn, cancellationToken);
        }
    }

    private async ValueTask<RateLimitLease> WaitAsync(LinkedListNode<TaskCompletionSource<RateLimitLease>> turn, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(_ => GiveUp(turn, cancellationToken), null).ConfigureAwait(false);
        return await turn.Value.Task.ConfigureAwait(false);
    }

    // Race: A is given the permit while its client leaves. Whoever takes the turn out of the list decides; if that is the permit, A gives it back as after any exchange.
    private void GiveUp(LinkedListNode<TaskCompletionSource<RateLimitLease>> turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (turn.List is null)
            {
                return;
            }

            _waiting.Remove(turn);
        }

        turn.Value.SetCanceled(cancellationToken);
    }

    private bool TryTake()
    {
        Debug.Assert(_free == 0 || _waiting.Count == 0);
        if (_free == 0)
        {
            return false;
        }

        _free--;
        return true;
    }

    private void Release()
    {
        LinkedListNode<TaskCompletionSource<RateLimitLease>>? next;
        lock (_gate)
        {
            next = _waiting.First;
            if (next is null)
            {
                _free++;
                Debug.Assert(_free <= _permits, "A permit was given back twice.");
                _idleSince = _time.GetTimestamp();
                return;
            }

            _waiting.RemoveFirst();
        }

        next.Value.SetResult(_held);
    }

    /// <summary>A permit.</summary>
    private sealed class HeldLease(ConcurrencyGate gate) : RateLimitLease
    {
        /// <inheritdoc/>
        public override bool IsAcquired => true;

        /// <inheritdoc/>
        public override IEnumerable<string> MetadataNames => [];

        /// <inheritdoc/>
        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            gate.Release();
            base.Dispose(disposing);
        }
    }
}
