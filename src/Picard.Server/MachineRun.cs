using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Server;

/// <summary>
/// Runs the machine of an event handler for the driver: brings it content, and says what must be waited for. It also sends what a route handler streams.
/// Made when a connection first needs it.
/// </summary>
/// <remarks>
/// One wait at a time: what is written goes out first, then content is read, and only while neither is due is a wake-up waited for. A signal or the timer
/// ends whichever wait it is. So nothing more is read from a client that does not take what it was sent.
/// While an event is pending the output is the event's: its writes go out with <see cref="WriteAsync(ExchangeMachine, ReadOnlyMemory{byte})"/> or when it ends.
/// </remarks>
internal sealed class MachineRun(TransportConnection transport, Exchange exchange, RequestContent content, ConnectionWatch watch, HandlerCall call, ServerOptions options)
    : IExchangeConnection, IDisposable
{
    // Limit: of what is offered to the transport at once from the handler's memory. A write that an abort cuts short leaves a copy of no more than this.
    internal const int MaxLentBytes = 64 * 1024;

    private ResponseContent? _content;
    private ResponseFields? _fields;
    private readonly WakeSource _wakes = new(transport.Scheduler);
    private WakeTimer? _timer;

    /// <summary>What a machine has come to.</summary>
    public enum Outcome
    {
        /// <summary>It waits for content.</summary>
        NeedsInput,

        /// <summary>It waits for the peer to take what is written, or for a wake-up.</summary>
        NeedsWake,

        /// <summary>It waits for an event that is pending.</summary>
        NeedsEvent,

        /// <summary>It waits for the peer to take the content of a whole response.</summary>
        NeedsSend,

        /// <summary>It waits for a write that an event has not awaited.</summary>
        NeedsWrite,

        /// <summary>The response is complete.</summary>
        Responded,

        /// <summary>There will be no response that is whole; <see cref="Reason"/> says why.</summary>
        Aborted,
    }

    /// <inheritdoc/>
    public AbortReason AbortedBy => watch.AbortedBy;

    /// <inheritdoc/>
    public ResponseContent Content => _content ??= new ResponseContent();

    /// <inheritdoc/>
    public ResponseFields Fields => _fields ??= new ResponseFields();

    /// <summary>Why the machine was aborted.</summary>
    public AbortReason Reason => exchange.Machine?.AbortReason ?? AbortReason.ClientGone;

    /// <summary>Whether content has been waited for.</summary>
    public bool HasBegunContent { get; set; }

    /// <summary>The exchange has ended.</summary>
    public void End()
    {
        HasBegunContent = false;
        _timer?.Stop();
    }

    /// <summary>Goes on until something must be waited for.</summary>
    /// <param name="batch">Unconsumed input; moved behind what was consumed.</param>
    /// <param name="isInputEnded">Whether FIN follows the batch.</param>
    public Outcome Advance(ref ReadOnlySequence<byte> batch, bool isInputEnded)
    {
        var machine = exchange.Machine!;
        while (true)
        {
            switch (call.Advance(machine))
            {
                case MachineStep.AwaitContent when TrySupply(machine, ref batch, isInputEnded):
                    break;
                case MachineStep.AwaitContent:
                    machine.Content.Seal();
                    return Outcome.NeedsInput;
                case MachineStep.AwaitDrain:
                    machine.Content.Seal();
                    if (transport.Output.UnflushedBytes > 0)
                    {
                        return Outcome.NeedsWake;
                    }

                    machine.Drained();
                    break;
                case MachineStep.AwaitWake:
                    machine.Content.Seal();
                    return Outcome.NeedsWake;
                case MachineStep.AwaitEvent:
                    return Outcome.NeedsEvent;
                case MachineStep.AwaitSent:
                    return Outcome.NeedsSend;
                case MachineStep.AwaitWrite:
                    return Outcome.NeedsWrite;
                case MachineStep.Done:
                    return Outcome.Responded;
                case MachineStep.Aborted:
                    return Outcome.Aborted;
                default:
                    throw new UnreachableException();
            }
        }
    }

    /// <summary>Waits for a signal, the timer or an abort.</summary>
    public ValueTask WakeAsync()
    {
        var waking = _wakes.Arm();
        watch.BeginWake();
        if (exchange.Machine!.IsWoken || exchange.IsAborted)
        {
            _wakes.Set();
        }

        return waking;
    }

    /// <summary>An event is pending: sends what it has written, as far as the peer takes it at once, and begins to watch the client for it.</summary>
    public void BeginEvent()
    {
        var machine = exchange.Machine!;
        using var turn = machine.Turn();
        if (machine.Content.IsLent)
        {
            // The event writes, and says itself what it waits for.
            return;
        }

        // Nothing could be written while a flush waits, and the event may write at any time.
        machine.Content.Seal();
        FlushNow();
        watch.BeginHandler();
    }

    /// <summary>Waits for a write that an event has begun and not awaited, after cutting it short.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    public async ValueTask EndWriteAsync()
    {
        var machine = exchange.Machine!;
        call.EventNotAwaited(machine);

        // Its octets are in the handler's memory, of which nobody knows how long it stays as it is.
        transport.Abort();
        while (machine.Content.IsLent)
        {
            var ended = _wakes.Arm();
            if (!machine.Content.IsLent)
            {
                _wakes.Set();
            }

            await ended.ConfigureAwait(false);
        }

        watch.End();
    }

    /// <inheritdoc/>
    public void Wake()
    {
        if (watch.Interrupt())
        {
            _wakes.Set();
        }
    }

    /// <inheritdoc/>
    public void WakeAfter(TimeSpan time, ExchangeMachine machine, int exchange)
    {
        // The loop's own timers cost nothing to reset; a server with a clock of its own keeps to that.
        var clock = options.TimeProvider;
        _timer ??= new WakeTimer(ReferenceEquals(clock, TimeProvider.System) ? transport.Clock : clock);
        _timer.Set(time, machine, exchange);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<Flow> WriteAsync(ExchangeMachine machine, ReadOnlyMemory<byte> content)
    {
        var (isOpen, hasWaited) = await SendAsync(content).ConfigureAwait(false);
        using (machine.Turn())
        {
            if (hasWaited)
            {
                watch.BeginHandler();
            }

            // Last: a driver that waits for it goes on with the connection.
            EndWrite(machine, isOpen);
        }

        // For a driver that has found the event's end before that of its write.
        _wakes.Set();
        return isOpen ? Flow.Ready : Flow.Closed;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> content)
    {
        var (isOpen, hasWaited) = await SendAsync(content).ConfigureAwait(false);
        if (hasWaited)
        {
            watch.BeginHandler();
        }

        if (!isOpen)
        {
            watch.AbortExchange();
        }

        return isOpen;
    }

    /// <inheritdoc/>
    public void Abort(AbortReason reason)
    {
        watch.AbortExchange(reason);
        transport.Abort();
    }

    /// <summary>Sends what is written as far as the peer takes it at once. From the driver's thread, before a task begins to write.</summary>
    public void FlushNow()
    {
        if (transport.Output.UnflushedBytes > 0)
        {
            // A flush that was cancelled beforehand sends what it can and never waits.
            transport.Output.CancelPendingFlush();
            var flushing = transport.Output.FlushAsync();
            Debug.Assert(flushing.IsCompleted, "A cancelled flush does not wait.");
            if (flushing.Result.IsCompleted)
            {
                watch.AbortExchange();
            }
        }
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Sends what is written and then octets from the handler's memory.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<(bool IsOpen, bool HasWaited)> SendAsync(ReadOnlyMemory<byte> content)
    {
        var isOpen = true;
        var hasWaited = false;
        do
        {
            var slice = content[..Math.Min(content.Length, MaxLentBytes)];
            content = content[slice.Length..];
            var writing = transport.Output.WriteAsync(slice);
            while (true)
            {
                hasWaited |= !writing.IsCompleted;
                isOpen = watch.Drained(await watch.Write(writing).ConfigureAwait(false)) && !exchange.IsAborted;
                if (!isOpen || transport.Output.UnflushedBytes == 0)
                {
                    break;
                }

                // It was cancelled, for a wait that had just ended.
                writing = transport.Output.FlushAsync();
            }
        }
        while (isOpen && !content.IsEmpty);
        return (isOpen, hasWaited);
    }

    private void EndWrite(ExchangeMachine machine, bool isOpen)
    {
        if (isOpen)
        {
            machine.Content.EndLent();
            return;
        }

        watch.AbortExchange();

        // At once, lest the event write on to a client that is gone until others have heard of it.
        machine.Abort(watch.AbortedBy);
        machine.Content.DropLent();
    }

    /// <returns>False: more input is needed.</returns>
    private bool TrySupply(ExchangeMachine machine, ref ReadOnlySequence<byte> batch, bool isInputEnded)
    {
        if (exchange.IsTunnel)
        {
            return TrySupplyTunnel(machine, ref batch, isInputEnded);
        }

        if (exchange.HasCollected)
        {
            if (exchange.TryTakeCollected(out var collected))
            {
                machine.Supply(collected);
            }
            else
            {
                machine.EndContent();
            }

            return true;
        }

        switch (content.Next(ref batch, machine.ContentLimitBytes, out var piece))
        {
            case RequestContent.Outcome.NeedMore when !isInputEnded:
                if (batch.IsEmpty && exchange.ExpectsContinue)
                {
                    exchange.Continue();
                }

                return false;
            case RequestContent.Outcome.Piece:
                if (exchange.Chain is null || call.TryShow(machine, piece.Span))
                {
                    machine.Supply(piece);
                }

                return true;
            case RequestContent.Outcome.NeedMore:
                machine.Abort(AbortReason.ClientGone);
                return true;
            case RequestContent.Outcome.Complete:
                if (exchange.Chain is null || call.TryShow(machine, default))
                {
                    machine.EndContent();
                }

                return true;
            case RequestContent.Outcome.TooLarge:
                machine.Abort(AbortReason.ContentTooLarge);
                return true;
            default:
                machine.Abort(AbortReason.Violation);
                return true;
        }
    }

    // What comes through a tunnel has no framing and no limit; the peer's FIN is its end.
    private static bool TrySupplyTunnel(ExchangeMachine machine, ref ReadOnlySequence<byte> batch, bool isInputEnded)
    {
        if (!batch.IsEmpty)
        {
            var piece = batch.First;
            batch = batch.Slice(piece.Length);
            machine.Supply(piece);
            return true;
        }

        if (isInputEnded)
        {
            machine.EndContent();
        }

        return isInputEnded;
    }
}
