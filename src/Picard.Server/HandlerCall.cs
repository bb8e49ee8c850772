using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Picard.Gen;

namespace Picard.Server;

/// <summary>The one place where the driver enters user code, and where what it throws is caught.</summary>
internal sealed class HandlerCall(IHandler handler, Exchange exchange, ConnectionWatch watch, ILogger log)
{
    // Captured where the connection begins: what a handler puts into an AsyncLocal must not reach the next exchange.
    private readonly ExecutionContext _context = ExecutionContext.Capture()
        ?? throw new InvalidOperationException("A connection was started where the flow of the execution context is suppressed.");

    // What came of a call that only the end of its services is waited for.
    private Outcome? _settled;

    // What the last event that failed has thrown.
    private Exception? _eventFault;

    /// <summary>What came of a call.</summary>
    public enum Outcome
    {
        /// <summary>The response is written.</summary>
        Responded,

        /// <summary>The handler wants the request content.</summary>
        NeedsContent,

        /// <summary>An event handler has the exchange.</summary>
        RunsMachine,

        /// <summary>The user's task is pending: go on with <see cref="CompletionAsync"/>.</summary>
        Suspended,

        /// <summary>The request is refused, for what its client did while the handler read it: <see cref="HandlerCall.Refused"/>.</summary>
        Refused,

        /// <summary>There will be no response that is whole: the connection must end.</summary>
        Broken,
    }

    /// <summary>What listeners are told of the connection; null while there are none.</summary>
    public ConnectionObservation? Observation { get; set; }

    /// <summary>Why the request was refused.</summary>
    public ExchangeException? Refused { get; private set; }

    // No route was chosen yet: then it is the application as a whole, hand-written handlers included.
    private string Name => exchange.EndpointName ?? "The application";

    /// <summary>Runs the handler as far as it goes without waiting.</summary>
    public Outcome Run()
    {
        Outcome outcome;
        try
        {
            Observation?.EnterHandler();
            outcome = OutcomeOf(handler.Handle(exchange));
        }
        catch (Exception exception)
        {
            outcome = AfterFault(exception);
        }
        finally
        {
            ExecutionContext.Restore(_context);
        }

        return outcome is Outcome.Responded or Outcome.Refused or Outcome.Broken ? Settle(outcome) : outcome;
    }

    /// <summary>Hands over the collected content, which middleware sees first.</summary>
    /// <returns>Null: the handler is next. Otherwise middleware has failed, and this is what came of it.</returns>
    public Outcome? Receive(ReadOnlySequence<byte> content)
    {
        try
        {
            exchange.SetContent(content);
            return null;
        }
        catch (Exception exception)
        {
            return Settle(AfterFault(exception));
        }
        finally
        {
            ExecutionContext.Restore(_context);
        }
    }

    /// <summary>Shows middleware a run of the content of a machine, or its end.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="piece">The run; empty: the content has ended.</param>
    /// <returns>False: middleware has failed, which ends the exchange as an event that fails does.</returns>
    public bool TryShow(ExchangeMachine machine, ReadOnlySpan<byte> piece)
    {
        try
        {
            if (piece.IsEmpty)
            {
                exchange.SeeRequestEnd();
            }
            else
            {
                exchange.SeeRequest(MiddlewareEvent.RequestContent, piece);
            }

            return true;
        }
        catch (Exception exception)
        {
            EventFailed(machine, exception);
            return false;
        }
        finally
        {
            ExecutionContext.Restore(_context);
        }
    }

    /// <summary>Writes octets of a file where middleware sees or changes them.</summary>
    /// <returns>False: middleware has failed, and the client cannot have the whole response any more.</returns>
    public bool TryWrite(ResponseContent content, ReadOnlySpan<byte> octets)
    {
        try
        {
            content.Write(octets);
            content.Seal();
            return true;
        }
        catch (Exception exception)
        {
            FileFailed(exception);
            return false;
        }
        finally
        {
            ExecutionContext.Restore(_context);
        }
    }

    /// <summary>Ends the content of a file.</summary>
    /// <inheritdoc cref="TryWrite" path="/returns"/>
    public bool TryComplete()
    {
        try
        {
            exchange.CompleteContent(trailers: null);
            return true;
        }
        catch (Exception exception)
        {
            FileFailed(exception);
            return false;
        }
        finally
        {
            ExecutionContext.Restore(_context);
        }
    }

    private void FileFailed(Exception exception)
    {
        ServerEvents.HandlerFailed(log, exception, Name);
        Observation?.Fail(exception);
        exchange.NoteFailed();
        watch.AbortExchange(AbortReason.HandlerFailed);
    }

    private static Outcome OutcomeOf(ExchangeStep step) => step switch
    {
        ExchangeStep.Complete => Outcome.Responded,
        ExchangeStep.ReadContent => Outcome.NeedsContent,
        ExchangeStep.RunMachine => Outcome.RunsMachine,
        _ => Outcome.Suspended,
    };

    /// <summary>Delivers the last events of middleware: the exchange is over for its handler.</summary>
    public void EndMiddleware()
    {
        while (exchange.Chain is not null)
        {
            try
            {
                exchange.EndMiddleware();
            }
            catch (Exception exception)
            {
                ServerEvents.HandlerFailed(log, exception, Name);
            }
        }
    }

    /// <summary>What an event of a machine has thrown is answered by middleware, if some of it is there for that.</summary>
    public bool TryMapFault() => _eventFault is { } fault && TryMapFault(fault);

    private bool TryMapFault(Exception fault)
    {
        try
        {
            if (!exchange.TryMapFault(fault))
            {
                return false;
            }

            // An answer of middleware that blames the server does not make it less of a failure; what an event has thrown is logged already.
            if (exchange.ResponseStatus.IsServerError && !ReferenceEquals(fault, _eventFault))
            {
                ServerEvents.HandlerFailed(log, fault, Name);
                Observation?.Fail(fault);
            }

            return true;
        }
        catch (Exception exception)
        {
            ServerEvents.HandlerFailed(log, exception, Name);
            return false;
        }
    }

    /// <summary>Runs a machine as far as it goes without waiting. What an event throws ends its exchange.</summary>
    public MachineStep Advance(ExchangeMachine machine)
    {
        try
        {
            return machine.Advance();
        }
        catch (Exception exception)
        {
            EventFailed(machine, exception);
            return Advance(machine);
        }
        finally
        {
            ExecutionContext.Restore(_context);
        }
    }

    /// <summary>Waits for an event that is pending.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    public async ValueTask EventAsync(ExchangeMachine machine)
    {
        try
        {
            await machine.EventAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            EventFailed(machine, exception);
        }
    }

    /// <summary>A machine has ended one way or another, and its services with it.</summary>
    /// <returns>What came of it, or suspended while services that were made for the exchange are still to end.</returns>
    public Outcome Settle(Outcome outcome)
    {
        // Services of the exchange end with the handler, and may take their time.
        if (!exchange.HasScope)
        {
            return outcome;
        }

        _settled = outcome;
        return Outcome.Suspended;
    }

    /// <summary>An event has ended before a write that it had begun.</summary>
    public void EventNotAwaited(ExchangeMachine machine) => EventFailed(
        machine,
        new InvalidOperationException("An event ended while a WriteAsync that it had called was pending: an event method returns a task and awaits it."));

    private void EventFailed(ExchangeMachine machine, Exception exception)
    {
        // The last event is not one that an abort disturbs.
        if (watch.IsExchangeAborted && !machine.IsEnding)
        {
            ServerEvents.HandlerAborted(log, Name, exception.Message);
        }
        else
        {
            ServerEvents.HandlerFailed(log, exception, Name);
            _eventFault = exception;
        }

        machine.Abort(watch.IsExchangeAborted ? watch.AbortedBy : AbortReason.HandlerFailed);
    }

    /// <summary>Waits for the user's task, and for the end of the services that were made for the exchange.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<Outcome> CompletionAsync()
    {
        // The execution context of this method ends with it, so what it makes current does, too.
        Observation?.EnterHandler();
        var outcome = _settled ?? await HandlerAsync().ConfigureAwait(false);
        _settled = null;
        if (exchange.HasScope && outcome is not (Outcome.NeedsContent or Outcome.RunsMachine))
        {
            try
            {
                await exchange.EndScopeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The answer is none the worse for it.
                ServerEvents.HandlerFailed(log, exception, Name);
            }
        }

        return outcome;
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<Outcome> HandlerAsync()
    {
        try
        {
            // A result may itself be something to wait for, such as a stream of items; and what middleware lets through comes to its handler only now.
            Outcome outcome;
            do
            {
                await exchange.HandlerCompletion().ConfigureAwait(false);
                outcome = exchange.ResumedStep == ExchangeStep.Dispatch ? OutcomeOf(handler.Handle(exchange)) : OutcomeOf(exchange.ResumedStep);
            }
            while (exchange.IsSuspended);

            if (outcome != Outcome.Responded)
            {
                return outcome;
            }

            // Sends after an abort are no-ops, so what the task thought to have answered went nowhere.
            return watch.IsExchangeAborted ? Outcome.Broken : Outcome.Responded;
        }
        catch (Exception exception)
        {
            return AfterFault(exception);
        }
    }

    private Outcome AfterFault(Exception exception)
    {
        if (watch.IsExchangeAborted)
        {
            // Its client has left, and the task has ended as it was told to, one way or another.
            ServerEvents.HandlerAborted(log, Name, exception.Message);
            return Outcome.Broken;
        }

        if (exception is ExchangeException { Answer: { } answer } && !exchange.HasResponded)
        {
            exchange.Respond(answer);
            return Outcome.Responded;
        }

        if (exception is ExchangeException { Fault: not AbortReason.ClientGone } refused && !exchange.HasResponded)
        {
            Refused = refused;
            return Outcome.Refused;
        }

        // A tunnel that was closed as its protocol wants it has told its client: no abort must overtake that.
        var outcome = exchange.IsTunnelClosed ? Outcome.Responded : Outcome.Broken;
        if (exception is ExchangeException)
        {
            ServerEvents.HandlerAborted(log, Name, exception.Message);
            return outcome;
        }

        if (!exchange.HasResponded && TryMapFault(exception))
        {
            return Outcome.Responded;
        }

        ServerEvents.HandlerFailed(log, exception, Name);
        Observation?.Fail(exception);
        if (exchange.HasResponded)
        {
            // Half a response may be on its way: only an abort keeps the client from taking it for a whole one.
            exchange.NoteFailed();
            return outcome;
        }

        exchange.RespondProblem(StatusCode.InternalServerError);
        return Outcome.Responded;
    }
}
