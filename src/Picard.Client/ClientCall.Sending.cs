using System.Buffers;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Client;

// From the written request to its response, over one connection or, where the first was stale, a second.
public sealed partial class ClientCall : IThreadPoolWorkItem
{
    private int _callerThread;
    private TransportConnection? _transport;
    private bool _wasReused;
    private Action? _hop;

    /// <summary>The status, once the response is there.</summary>
    internal StatusCode Status => Connection.Response.Status;

    /// <summary>The response's connection, as long as the call lasts.</summary>
    internal ClientConnection Connection => _lease.Connection;

    /// <summary>Sends the request and waits for the head of the response.</summary>
    /// <exception cref="RequestException">There is no response.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal ValueTask SendAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Aborted = cancellationToken;
        Deadline = _client.Timer.After(TotalTimeout);
        _callerThread = Environment.CurrentManagedThreadId;
        return _client.Options.Redirects is { } redirects ? FollowAsync(redirects) : SendOnceAsync();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        var hop = _hop!;
        _hop = null;
        hop();
    }

    /// <summary>Sends the request as it stands, over one connection or, where that was stale, a second.</summary>
    private ValueTask SendOnceAsync()
    {
        EndTarget();
        _ownFieldsEnd = _head.Length;
        return _client.Options.Resilience is { } resilience ? PersistAsync(resilience) : SendHeadAsync();
    }

    private ValueTask SendHeadAsync()
    {
        BeginObservation();
        EndHead();
        return ExchangeAsync();
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ExchangeAsync()
    {
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                if (attempt == 0 && _client.Pool.TryLease(Origin, out var lease))
                {
                    _lease = lease;
                }
                else
                {
                    _lease = await LeaseAsync(attempt == 0 ? LeaseKind.Any : LeaseKind.Fresh).ConfigureAwait(false);
                    ObserveWait();
                }

                _transport = Connection.Transport;
                var isAnswered = false;
                try
                {
                    isAnswered = await Connection.SendAsync(this).ConfigureAwait(false) == ClientConnection.Answer.Final;
                    if (isAnswered)
                    {
                        OnHead();
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
                    throw new RequestException(RequestFault.ConnectionLost, Origin.Authority, $"The connection to {Origin} ended before its response.") { IsUnanswered = true };
                }
            }
        }
        catch (Exception fault) when (ObserveFault(fault))
        {
            throw;
        }
    }

    /// <summary>The head of the final response is there.</summary>
    private void OnHead()
    {
        ObserveHead();
        if (_client.Options.Cookies is { } jar)
        {
            KeepCookies(jar);
        }

        if (_client.Options.Decompression != ContentCodings.None)
        {
            BeginDecoding();
        }
    }

    /// <summary>Ends the call in whatever state it is, and goes back to where the caller's code may run.</summary>
    /// <param name="isRead">Whether the caller has all it wants of the response. Otherwise, where the rest has not come yet, its connection ends.</param>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    internal async ValueTask EndAsync(bool isRead)
    {
        await ReleaseAsync(isRead).ConfigureAwait(false);
        EndObservation();
        await new CallerThread(this);
        if (Content.IsStreamed && !Content.IsTaken)
        {
            // Nobody took anything of it, and whoever writes into it must not wait for ever.
            await Content.CompleteAsync().ConfigureAwait(false);
        }

        Recycle();
    }

    /// <summary>Ends the exchange: its connection is for others if they can use it.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ReleaseAsync(bool isRead)
    {
        EndDecoding();
        if (_lease.Connection is not { } connection)
        {
            return;
        }

        if ((connection.TryDiscard() || isRead) && await connection.TryEndUploadAsync().ConfigureAwait(false))
        {
            EndLease(connection);
        }
        else
        {
            await AbandonAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Content is taken from its source from now on: it cannot be sent a second time.</summary>
    internal RequestContent TakeContent()
    {
        var content = Content;
        Content = content with { IsTaken = true };
        ContentWanted?.Invoke();
        return content;
    }

    /// <summary>What ends when the call has taken as long as it may in all, where it has a limit; the caller disposes of it.</summary>
    internal CancellationTokenSource LimitTotal() =>
        new(TimeSpan.FromMilliseconds(Math.Clamp(Deadline - _client.Timer.NowMilliseconds, 1, int.MaxValue)), _client.Options.TimeProvider);

    /// <summary>Ends the exchange with its connection: nobody knows how far the server is.</summary>
    private async ValueTask AbandonAsync()
    {
        if (_lease.Connection is not { } connection)
        {
            return;
        }

        _wasReused = _lease.IsReused;
        connection.Transport.Abort();
        await connection.StopUploadAsync().ConfigureAwait(false);
        EndLease(connection);
    }

    private void EndLease(ClientConnection connection)
    {
        var lease = _lease;
        _lease = default;
        if (connection.End())
        {
            lease.Return();
        }
        else
        {
            lease.Discard();
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<ConnectionLease> LeaseAsync(LeaseKind kind)
    {
        if (Deadline == ClientTimer.Never)
        {
            return await _client.Pool.LeaseAsync(Origin, kind, Aborted).ConfigureAwait(false);
        }

        // A second attempt has what the first has left of the time.
        using var limit = LimitTotal();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(Aborted, limit.Token);
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
        _received.Clear();
        _contentType = null;
        _cookies = null;
        _timeout = null;
        _hasQuery = false;
        _hasUserAgent = false;
        _hasContentType = false;
        _isTargetOpen = false;
        ExpectsContinue = false;
        Content = default;
        ContentWanted = null;
        _forwarded = null;
        MeasuresPhases = false;
        Aborted = default;
        _transport = null;
        _resendCount = 0;
        _fragment = null;
        _client.Return(this);
    }

    /// <summary>An await that ends on the thread pool if the caller would otherwise go on with a loop that is not its own.</summary>
    internal readonly struct CallerThread(ClientCall call) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => call._forwarded is not null || call._transport is not { IsOnItsLoop: true } || Environment.CurrentManagedThreadId == call._callerThread;

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
