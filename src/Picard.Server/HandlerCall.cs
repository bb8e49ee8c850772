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

    /// <summary>What came of a call.</summary>
    public enum Outcome
    {
        /// <summary>The response is written.</summary>
        Responded,

        /// <summary>The handler wants the request content.</summary>
        NeedsContent,

        /// <summary>The user's task is pending: go on with <see cref="CompletionAsync"/>.</summary>
        Suspended,

        /// <summary>There will be no response that is whole: the connection must end.</summary>
        Broken,
    }

    /// <summary>What listeners are told of the connection; null while there are none.</summary>
    public ConnectionObservation? Observation { get; set; }

    // No route was chosen yet: then it is the application as a whole, hand-written handlers included.
    private string Name => exchange.EndpointName ?? "The application";

    /// <summary>Runs the handler as far as it goes without waiting.</summary>
    public Outcome Run()
    {
        Outcome outcome;
        try
        {
            Observation?.EnterHandler();
            outcome = handler.Handle(exchange) switch
            {
                ExchangeStep.Complete => Outcome.Responded,
                ExchangeStep.ReadContent => Outcome.NeedsContent,
                _ => Outcome.Suspended,
            };
        }
        catch (Exception exception)
        {
            outcome = AfterFault(exception);
        }
        finally
        {
            ExecutionContext.Restore(_context);
        }

        // Services of the exchange end with the handler, and may take their time.
        if (exchange.HasScope && outcome is (Outcome.Responded or Outcome.Broken))
        {
            _settled = outcome;
            return Outcome.Suspended;
        }

        return outcome;
    }

    /// <summary>Waits for the user's task, and for the end of the services that were made for the exchange.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome> CompletionAsync()
    {
        // The execution context of this method ends with it, so what it makes current does, too.
        Observation?.EnterHandler();
        var outcome = _settled ?? await HandlerAsync().ConfigureAwait(false);
        _settled = null;
        if (exchange.HasScope)
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome> HandlerAsync()
    {
        try
        {
            await exchange.HandlerCompletion().ConfigureAwait(false);

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

        ServerEvents.HandlerFailed(log, exception, Name);
        Observation?.Fail(exception);
        if (exchange.HasResponded)
        {
            // Half a response may be on its way: only an abort keeps the client from taking it for a whole one.
            return Outcome.Broken;
        }

        exchange.RespondProblem(StatusCode.InternalServerError);
        return Outcome.Responded;
    }
}
