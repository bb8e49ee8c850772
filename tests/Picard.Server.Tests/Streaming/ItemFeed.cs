using System.Threading.Tasks.Sources;

namespace Picard.Server.Tests;

/// <summary>Items that a test produces one by one. When <see cref="Push"/> returns, the handler has done with the item what it does, and asks for the next or waits for its client.</summary>
public sealed class ItemFeed : IAsyncEnumerable<string>, IAsyncEnumerator<string>, IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _next;
    private CancellationTokenRegistration _aborting;
    private int _asked;

    /// <summary>Whether the next item is asked for.</summary>
    public bool IsAskedFor => Volatile.Read(ref _asked) == 1;

    public bool IsDisposed { get; private set; }

    /// <summary>What tells the producer that its client is gone.</summary>
    public CancellationToken Aborted { get; private set; }

    public string Current { get; private set; } = "";

    public void Push(string item)
    {
        Take();
        Current = item;
        _next.SetResult(true);
    }

    public void End()
    {
        Take();
        _next.SetResult(false);
    }

    public void Fail(Exception exception)
    {
        Take();
        _next.SetException(exception);
    }

    public IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Aborted = cancellationToken;
        _aborting = cancellationToken.Register(static self => ((ItemFeed)self!).Abort(), this);
        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        _next.Reset();
        var version = _next.Version;
        Volatile.Write(ref _asked, 1);
        if (Aborted.IsCancellationRequested)
        {
            Abort();
        }

        return new ValueTask<bool>(this, version);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        _aborting.Unregister();
        return default;
    }

    // From any thread: the client is gone.
    private void Abort()
    {
        if (Interlocked.Exchange(ref _asked, 0) == 1)
        {
            _next.SetException(new OperationCanceledException(Aborted));
        }
    }

    private void Take() => Assert.True(Interlocked.Exchange(ref _asked, 0) == 1, "Nobody asks for an item.");

    bool IValueTaskSource<bool>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);
}
