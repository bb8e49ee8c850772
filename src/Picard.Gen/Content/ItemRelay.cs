using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Picard.Gen;

/// <summary>Stands between a producer that does not wait and a client that may be slow: items go in, the client gets those that its policy leaves, and never a part of one.</summary>
/// <remarks>
/// <para>Two sides, each on whatever thread it happens to be: the producer adds, and one call of <see cref="SendAsync"/> writes. The ring is under a lock; the output is the sender's alone.</para>
/// <para>While the sender idles, the producer gathers, and wakes it when there is enough to send, when nothing more fits, or before it waits: so items that are produced together
/// go out together, and none is dropped of which the client would have taken more.</para>
/// </remarks>
internal sealed class ItemRelay(SlowConsumerPolicy policy, ContentWriter content, IExchangeConnection connection) : IValueTaskSource<bool>
{
    // So many octets are worth a write of their own.
    private const int WorthSendingBytes = 16 * 1024;

    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _woken;
    private ItemRing _ring = new(policy.MaxBytes);
    private bool _isIdle;
    private bool _isEnded;
    private bool _isClosed;

    private enum Added
    {
        Kept,
        WorthSending, // kept, and the sender idles
        NoRoomYet,    // the sender idles: it may make some
        Dropped,
        TooSlow,
    }

    /// <summary>Whether nothing that is added reaches the client any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }
    }

    /// <summary>Octets of memory that items wait in.</summary>
    internal long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _ring.RentedBytes;
            }
        }
    }

    /// <summary>An item was produced: it is kept, or something is dropped.</summary>
    /// <exception cref="ExchangeException">The policy is to let the client go, and the exchange is aborted.</exception>
    public void Add(ReadOnlySpan<byte> item)
    {
        while (true)
        {
            switch (TryAdd(item))
            {
                case Added.NoRoomYet:
                    Wake();
                    continue;
                case Added.WorthSending:
                    Wake();
                    return;
                case Added.TooSlow:
                    connection.Abort(AbortReason.TooSlow);
                    throw new ExchangeException(
                        AbortReason.TooSlow, $"The client reads more slowly than items are produced for it, and {policy.MaxBytes:N0} octets of them wait: [SlowConsumer(Drop.Connection)] lets it go.");
                default:
                    return;
            }
        }
    }

    /// <summary>The producer is about to wait, or has ended its turn: what there is goes out, and be it the head of the response.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (!_isIdle)
            {
                // It looks at the ring before it idles.
                return;
            }

            _isIdle = false;
        }

        // Outside the lock: the sender goes on right here.
        _woken.SetResult(true);
    }

    /// <summary>No more items are added. The sender sends the rest.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
        }

        Wake();
    }

    /// <summary>Nothing more is to be sent.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _ring.Clear();
        }

        End();
    }

    /// <summary>Sends items as fast as the client takes them, until there are no more or it is gone. To be called once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync()
    {
        try
        {
            while (await ItemsAsync().ConfigureAwait(false))
            {
                Write();
                if (await content.FlushAsync().ConfigureAwait(false) == Flow.Closed)
                {
                    return;
                }
            }
        }
        finally
        {
            Close();
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _ = _woken.GetResult(token);
        lock (_gate)
        {
            // The end is told only when nothing is left.
            return !_ring.IsEmpty || !_isEnded;
        }
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _woken.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _woken.OnCompleted(continuation, state, token, flags);

    /// <summary>Waits for something to send.</summary>
    /// <returns>False: there will be nothing any more.</returns>
    private ValueTask<bool> ItemsAsync()
    {
        lock (_gate)
        {
            if (!_ring.IsEmpty || _isEnded)
            {
                return new ValueTask<bool>(!_ring.IsEmpty);
            }

            _woken.Reset();
            _isIdle = true;
            return new ValueTask<bool>(this, _woken.Version);
        }
    }

    /// <summary>Moves items into the output until it is to be flushed.</summary>
    private void Write()
    {
        lock (_gate)
        {
            var flow = Flow.Ready;
            while (flow == Flow.Ready && _ring.Peek() is { IsEmpty: false } octets)
            {
                flow = content.Write(octets);
                _ring.Take(octets.Length);
            }
        }
    }

    private Added TryAdd(ReadOnlySpan<byte> item)
    {
        lock (_gate)
        {
            while (!_isClosed && !_ring.TryAdd(item))
            {
                if (_isIdle && !_ring.IsEmpty)
                {
                    return Added.NoRoomYet;
                }

                if (policy.Drop == Drop.Connection)
                {
                    _isClosed = true;
                    return Added.TooSlow;
                }

                if (policy.Drop == Drop.Newest || item.Length > policy.MaxBytes - ItemRing.LengthBytes || !_ring.TryDropOldest())
                {
                    return Added.Dropped;
                }
            }

            return _isClosed ? Added.Dropped : _isIdle && _ring.Bytes >= WorthSendingBytes ? Added.WorthSending : Added.Kept;
        }
    }
}
