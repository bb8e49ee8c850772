using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Picard.Gen;

namespace Picard.Client;

/// <summary>Carries one exchange and delivers its events to a handler, one after the other.</summary>
/// <remarks>
/// <code>
/// Request? ─► Response ─► Content* ─► Trailers? ─► End ─► Done        any of them ─► Abort
///      Pause ⇄ Resume, Signal: in between
/// </code>
/// Invariant: one event at a time. Whatever happens beside it sets a flag (<see cref="Due"/>) and ends the wait; the flags are looked at between two events.
/// Not its business: how a request is sent and its response read (<see cref="ClientCall"/>), and what of the request's content waits (<see cref="Picard.Upstream"/>).
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer or a linked token holds nothing.")]
internal sealed class ResponseMachine : IWaking, IThreadPoolWorkItem
{
    /// <summary>The number of the one exchange of each machine.</summary>
    public const int Exchange = 1;

    private readonly ClientCall _call;
    private readonly IResponseHandler _handler;
    private readonly Upstream _upstream;
    private readonly CancellationTokenSource _stop = new();
    private readonly WakeSource _wake = new(PipeScheduler.Inline);
    private readonly Action _onCompleted;
    private int _due;
    private bool _isToldToPause;
    private bool _isAborted;
    private bool _isOverdue;

    public ResponseMachine(ClientCall call, IResponseHandler handler, long? contentLength)
    {
        _call = call;
        _handler = handler;
        _upstream = new Upstream(this, handler, contentLength);
        _onCompleted = () => Set(Due.Step);
    }

    /// <summary>What has happened since the last event.</summary>
    [Flags]
    private enum Due
    {
        None = 0,
        Step = 1,    // what the exchange waits for
        Request = 2, // content is wanted
        Drained = 4, // written content has gone
        Signal = 8,
        Stop = 16,   // the caller gives up
    }

    /// <summary>Whether the last event is over or under way.</summary>
    public bool IsEnded { get; private set; }

    public CancellationToken Aborted => _stop.Token;

    /// <summary>Where the content comes from that the handler writes, or null.</summary>
    public PipeReader? Content => _upstream.Content;

    /// <summary>Carries the exchange to its end.</summary>
    /// <exception cref="RequestException">There is no whole response.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        Exception? fault = null;
        var cancels = cancellationToken.UnsafeRegister(static self => ((ResponseMachine)self!).Stop(), this);
        try
        {
            _handler.Attach(_upstream);
            _call.ContentWanted = OnContentWanted;
            await ExchangeAsync().ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            fault = ToFault(thrown, cancellationToken);
        }

        IsEnded = true;
        cancels.Unregister();
        await _call.EndAsync(isRead: fault is null).ConfigureAwait(false);
        _upstream.End(fault);
        if (fault is null)
        {
            _ = await _handler.DoneAsync(new UpstreamEvent(_upstream)).ConfigureAwait(false);
        }
        else
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            _ = await _handler.AbortAsync(new ReceivedFault(_upstream, fault)).ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>Written content has gone.</summary>
    public void OnDrained() => Set(Due.Drained);

    /// <summary>In an event: the handler gives up.</summary>
    public void AbortByHandler() => _isAborted = true;

    /// <inheritdoc/>
    void IWaking.Wake(WakeReasons reason, int exchange)
    {
        // Nobody's events run inside the call of whoever signals.
        if (!IsEnded && Mark(Due.Signal))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _wake.Set();

    private void OnContentWanted()
    {
        // It comes from inside the connection, which must not wait for an event.
        if (Mark(Due.Request))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private Exception ToFault(Exception thrown, CancellationToken cancellationToken)
    {
        if (thrown is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            return thrown;
        }

        return _isOverdue && !cancellationToken.IsCancellationRequested
            ? new RequestException(RequestFault.TotalTimeout, _call.Origin.Authority, $"The request to {_call.Origin} took longer than it may in all.")
            : new OperationCanceledException(cancellationToken);
    }

    private async ValueTask ExchangeAsync()
    {
        // The time of the call begins with it. While the handler pauses or awaits, nobody but this limit ends the exchange.
        var sending = SendAsync();
        using var limit = _call.Deadline == ClientTimer.Never ? null : _call.LimitTotal();
        using var ends = limit?.Token.UnsafeRegister(static self => ((ResponseMachine)self!).StopOverdue(), this) ?? default;
        _ = await DuringAsync(sending).ConfigureAwait(false);
        var connection = _call.Connection;
        Take(await AfterAsync(_handler.ResponseAsync(new ReceivedHead(_upstream, connection.Response))).ConfigureAwait(false));
        while (true)
        {
            await UnpausedAsync().ConfigureAwait(false);
            var content = await DuringAsync(connection.ReadContentAsync()).ConfigureAwait(false);
            if (content.IsEmpty)
            {
                break;
            }

            foreach (var octets in content)
            {
                // A signal may have paused it while it was read.
                await UnpausedAsync().ConfigureAwait(false);
                Take(await AfterAsync(_handler.ContentAsync(new ReceivedContent(_upstream, octets))).ConfigureAwait(false));
            }
        }

        await UnpausedAsync().ConfigureAwait(false);
        if (connection.Response.Trailers.Count > 0)
        {
            _ = await AfterAsync(_handler.TrailersAsync(new ReceivedTrailers(_upstream, connection.Response))).ConfigureAwait(false);
        }

        _ = await AfterAsync(_handler.EndAsync(new UpstreamEvent(_upstream))).ConfigureAwait(false);
        await UploadedAsync(connection).ConfigureAwait(false);
    }

    private async ValueTask<bool> SendAsync()
    {
        await _call.SendAsync(_stop.Token).ConfigureAwait(false);
        return true;
    }

    /// <summary>The response is complete; the request may not be yet, where the server has answered early.</summary>
    private async ValueTask UploadedAsync(ClientConnection connection)
    {
        if (!_handler.WritesContent)
        {
            return;
        }

        while (!_upstream.IsDone && !connection.IsUploadOver)
        {
            await WaitAsync().ConfigureAwait(false);
            await DeliverDueAsync().ConfigureAwait(false);
        }

        _ = await DuringAsync(connection.UploadedAsync()).ConfigureAwait(false);
    }

    /// <summary>Delivers what is due while something is waited for.</summary>
    private async ValueTask<T> DuringAsync<T>(ValueTask<T> step)
    {
        var awaiter = step.ConfigureAwait(false).GetAwaiter();
        if (!awaiter.IsCompleted)
        {
            awaiter.UnsafeOnCompleted(_onCompleted);
        }

        try
        {
            await DeliverDueAsync().ConfigureAwait(false);
            while (!awaiter.IsCompleted)
            {
                await WaitAsync().ConfigureAwait(false);
                await DeliverDueAsync().ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            await AbandonAsync(awaiter).ConfigureAwait(false);
            throw;
        }

        return awaiter.GetResult();
    }

    /// <summary>An event has failed: what the exchange waits for is ended before anything else, since it uses the connection.</summary>
    private async ValueTask AbandonAsync<T>(System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<T>.ConfiguredValueTaskAwaiter awaiter)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        while (!awaiter.IsCompleted)
        {
            await WaitAsync().ConfigureAwait(false);
            _ = TakeDue();
        }

        try
        {
            _ = awaiter.GetResult();
        }
        catch (Exception later) when (later is not OutOfMemoryException)
        {
            // The first fault is what the caller hears of.
        }
    }

    private async ValueTask UnpausedAsync()
    {
        await DeliverDueAsync().ConfigureAwait(false);
        while (_upstream.IsReadingPaused)
        {
            await WaitAsync().ConfigureAwait(false);
            await DeliverDueAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DeliverDueAsync()
    {
        for (var due = TakeDue(); due != Due.None; due = TakeDue())
        {
            if ((due & Due.Request) != 0 && _handler.WritesContent)
            {
                _ = await AfterAsync(_handler.RequestAsync(new UpstreamEvent(_upstream))).ConfigureAwait(false);
            }

            if ((due & Due.Drained) != 0 && _upstream.EndFlush())
            {
                await TellPausedAsync().ConfigureAwait(false);
                _isToldToPause = false;
                _ = await AfterAsync(_handler.ResumeAsync(new UpstreamEvent(_upstream))).ConfigureAwait(false);
            }

            if ((due & Due.Signal) != 0)
            {
                _ = await AfterAsync(_handler.SignalAsync(new UpstreamEvent(_upstream))).ConfigureAwait(false);
            }

            if ((due & Due.Stop) != 0)
            {
                _stop.Token.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Waits for an event, and delivers what follows from it.</summary>
    private async ValueTask<Flow> AfterAsync(ValueTask<Flow> pending)
    {
        var flow = await pending.ConfigureAwait(false);
        ThrowIfAborted();
        if (_upstream.IsPaused && !_isToldToPause)
        {
            await TellPausedAsync().ConfigureAwait(false);
        }

        return flow;
    }

    private async ValueTask TellPausedAsync()
    {
        if (!_isToldToPause)
        {
            _isToldToPause = true;
            _ = await _handler.PauseAsync(new UpstreamEvent(_upstream)).ConfigureAwait(false);
            ThrowIfAborted();
        }
    }

    /// <summary>An event that brings what the server sent says whether more may come.</summary>
    private void Take(Flow flow)
    {
        if (flow == Flow.Paused)
        {
            _upstream.Pause();
        }
        else if (flow == Flow.Closed)
        {
            _isAborted = true;
            ThrowIfAborted();
        }
    }

    private void ThrowIfAborted()
    {
        if (_isAborted)
        {
            throw new RequestException(RequestFault.Aborted, _call.Origin.Authority, "The handler of the response has ended the exchange.");
        }
    }

    private ValueTask WaitAsync()
    {
        var wait = _wake.Arm();
        if (Volatile.Read(ref _due) != 0)
        {
            _wake.Set();
        }

        return wait;
    }

    private void StopOverdue()
    {
        _isOverdue = true;
        Stop();
    }

    private void Stop()
    {
        _stop.Cancel();
        if (Mark(Due.Stop))
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Set(Due due)
    {
        if (Mark(due))
        {
            _wake.Set();
        }
    }

    private bool Mark(Due due) => (Interlocked.Or(ref _due, (int)due) & (int)due) == 0;

    private Due TakeDue() => (Due)Interlocked.Exchange(ref _due, 0);
}
