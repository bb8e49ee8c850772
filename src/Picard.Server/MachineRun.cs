using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;
using Picard.Transport;

namespace Picard.Server;

/// <summary>Runs the machine of an event handler for the driver: brings it content, and says what must be waited for. Made when a connection first needs it.</summary>
/// <remarks>
/// One wait at a time: what is written goes out first, then content is read, and only while neither is due is a wake-up waited for. A signal or the timer
/// ends whichever wait it is. So nothing more is read from a client that does not take what it was sent.
/// </remarks>
internal sealed class MachineRun(TransportConnection transport, Exchange exchange, RequestContent content, ConnectionWatch watch, HandlerCall call, ServerOptions options)
    : IExchangeConnection, IDisposable
{
    private ResponseContent? _content;
    private ResponseFields? _fields;
    private readonly WakeSource _wakes = new(transport.Scheduler);
    private readonly OutputTurn _output = new(transport.Output, transport.Scheduler);
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

    /// <summary>An exchange begins.</summary>
    public void Begin() => HasBegunContent = false;

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
                    machine.Content.Seal();
                    return Outcome.NeedsEvent;
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
    public ValueTask WakeAsync(long missingBytes)
    {
        var waking = _wakes.Arm();
        watch.BeginWake(missingBytes);
        if (exchange.Machine!.IsWoken || exchange.IsAborted)
        {
            _wakes.Set();
        }

        return waking;
    }

    /// <summary>The driver is about to flush what an event wrote before it was pending.</summary>
    /// <returns>False: the event writes, and flushes with it.</returns>
    public bool TryBeginFlush() => _output.TryBeginFlush();

    public void EndFlush() => _output.EndFlush();

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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> content)
    {
        await _output.BeginWriteAsync().ConfigureAwait(false);
        try
        {
            var isOpen = watch.Drained(await watch.Output(transport.Output.WriteAsync(content)).ConfigureAwait(false));
            while (isOpen && transport.Output.UnflushedBytes > 0)
            {
                // A wake-up has cancelled the flush; the machine looks for it when the event has ended.
                isOpen = watch.Drained(await watch.Output(transport.Output.FlushAsync()).ConfigureAwait(false));
            }

            if (!isOpen)
            {
                watch.AbortExchange(watch.AbortedBy);
            }

            return isOpen;
        }
        finally
        {
            _output.EndWrite();
            watch.BeginHandlerAgain();
        }
    }

    public void Dispose() => _timer?.Dispose();

    /// <returns>False: more input is needed.</returns>
    private bool TrySupply(ExchangeMachine machine, ref ReadOnlySequence<byte> batch, bool isInputEnded)
    {
        switch (content.Next(ref batch, exchange.StreamedLimit, out var piece))
        {
            case RequestContent.Outcome.NeedMore when !isInputEnded:
                if (batch.IsEmpty && exchange.ExpectsContinue)
                {
                    exchange.Continue();
                }

                return false;
            case RequestContent.Outcome.Piece:
                machine.Supply(piece);
                return true;
            case RequestContent.Outcome.NeedMore:
                machine.Abort(AbortReason.ClientGone);
                return true;
            case RequestContent.Outcome.Complete:
                machine.EndContent();
                return true;
            case RequestContent.Outcome.TooLarge:
                machine.Abort(AbortReason.ContentTooLarge);
                return true;
            default:
                machine.Abort(AbortReason.Violation);
                return true;
        }
    }
}
