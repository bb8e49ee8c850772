using System.Buffers;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;

namespace Picard.Client;

// From the written request to its response, over one connection or, where the first was stale, a second.
public sealed partial class ClientCall : IThreadPoolWorkItem
{
    private int _callerThread;
    private Action? _hop;

    /// <summary>The status, once the response is there.</summary>
    internal StatusCode Status => Connection.Response.Status;

    /// <summary>The response's connection, as long as the call lasts.</summary>
    internal ClientConnection Connection => _lease.Connection;

    /// <summary>Sends the request and waits for the head of the response.</summary>
    /// <exception cref="RequestException">There is no response.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        EndHead();
        Aborted = cancellationToken;
        Deadline = _client.Timer.After(_client.Options.TotalTimeout);
        _callerThread = Environment.CurrentManagedThreadId;
        for (var attempt = 0; ; attempt++)
        {
            _lease = attempt == 0 && _client.Pool.TryLease(Origin, out var lease)
                ? lease
                : await LeaseAsync(attempt == 0 ? LeaseKind.Any : LeaseKind.Fresh).ConfigureAwait(false);
            var isAnswered = false;
            try
            {
                var content = Content;
                if (content.IsStreamed && !ExpectsContinue)
                {
                    Content = content.Taken();
                }

                isAnswered = await Connection.SendAsync(this).ConfigureAwait(false) == ClientConnection.Answer.Final;
                if (isAnswered)
                {
                    return;
                }
            }
            finally
            {
                if (!isAnswered)
                {
                    await AbandonAsync().ConfigureAwait(false);
                }
            }

            if (!RetryRule.Allows(this, _wasReused, attempt))
            {
                throw new RequestException(RequestFault.ConnectionLost, Origin.Authority, $"The connection to {Origin} ended before its response.");
            }
        }
    }

    /// <summary>Goes back to where the caller's code may run: not on the loop of the connection, unless the call was made there.</summary>
    internal CallerThread ReturnToCaller() => new(this);

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        var hop = _hop!;
        _hop = null;
        hop();
    }

    /// <summary>Ends the call: its connection goes back to the pool if nothing is left on it, and the call to its client.</summary>
    internal void End()
    {
        if (_lease.Connection is { } connection)
        {
            var isReusable = connection.TryDiscard() & connection.End();
            var lease = _lease;
            _lease = default;
            if (isReusable)
            {
                lease.Return();
            }
            else
            {
                lease.Discard();
            }
        }

        Recycle();
    }

    /// <summary>Ends the call with its connection: nobody knows how far the server is.</summary>
    internal async ValueTask AbandonAsync()
    {
        if (_lease.Connection is not { } connection)
        {
            return;
        }

        _wasReused = _lease.IsReused;
        connection.Transport.Abort();
        await connection.StopUploadAsync().ConfigureAwait(false);
        connection.End();
        var lease = _lease;
        _lease = default;
        lease.Discard();
    }

    private bool _wasReused;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ConnectionLease> LeaseAsync(LeaseKind kind)
    {
        var total = _client.Options.TotalTimeout;
        if (total == ClientOptions.None)
        {
            return await _client.Pool.LeaseAsync(Origin, kind, Aborted).ConfigureAwait(false);
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(Aborted);
        await using var timer = _client.Options.TimeProvider.CreateTimer(static both => ((CancellationTokenSource)both!).Cancel(), both, total, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        try
        {
            return await _client.Pool.LeaseAsync(Origin, kind, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            Aborted.ThrowIfCancellationRequested();
            throw new RequestException(RequestFault.TotalTimeout, Origin.Authority, $"The request to {Origin} took longer than it may in all, and had no connection yet.");
        }
    }

    private void Recycle()
    {
        _head.Clear();
        _octets.Clear();
        _hasQuery = false;
        _hasUserAgent = false;
        _isTargetOpen = false;
        ExpectsContinue = false;
        Content = default;
        Aborted = default;
        _client.Return(this);
    }

    /// <summary>An await that ends on the thread pool if the caller would otherwise go on with a loop that is not its own.</summary>
    internal readonly struct CallerThread(ClientCall call) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => call._lease.Connection is not { } connection || !connection.Transport.IsOnItsLoop || Environment.CurrentManagedThreadId == call._callerThread;

        public CallerThread GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            // The call itself is what is queued, so that a hop allocates nothing.
            call._hop = continuation;
            ThreadPool.UnsafeQueueUserWorkItem(call, preferLocal: false);
        }
    }
}
