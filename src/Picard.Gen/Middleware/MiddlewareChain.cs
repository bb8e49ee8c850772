using System.Diagnostics;

namespace Picard.Gen;

/// <summary>
/// The middleware of an application or a handler at work on one exchange. Emitted code derives from it and calls each middleware by its own type.
/// <code>
/// Request, outer first  ─►  routing or the handler  ─►  Response, inner first  ─►  Done or Abort, inner first
/// </code>
/// </summary>
/// <remarks>Only a middleware whose request event was delivered sees what comes later. Instances are pooled by stack: what belongs to an exchange is reset when the next begins.</remarks>
public abstract class MiddlewareChain
{
    private Exchange? _exchange;
    private int _delivered;
    private bool _isReceived;

    /// <summary>How many there are.</summary>
    protected abstract int Count { get; }

    /// <summary>Whether some of them have events for content.</summary>
    public abstract MiddlewareInterests Interests { get; }

    internal MiddlewareStack? Stack { get; set; }

    /// <summary>The chain that this exchange passed before this one.</summary>
    internal MiddlewareChain? Outer { get; private set; }

    /// <summary>Whether all have let the exchange through.</summary>
    internal bool HasEntered { get; private set; }

    /// <summary>Resets the state of an exchange.</summary>
    protected abstract void Reset(MiddlewareArgument argument);

    /// <summary>Delivers the request event of one of them.</summary>
    protected abstract MiddlewareStep Request(int position, MiddlewareArgument argument);

    /// <summary>Delivers the response event of the first so many, the last of them first.</summary>
    protected abstract void Response(int delivered, MiddlewareArgument argument);

    /// <summary>Delivers an event of content to the first so many, in the order in which the content passes them.</summary>
    protected abstract void See(MiddlewareEvent seen, int delivered, MiddlewareArgument argument);

    /// <summary>Delivers a fault to one of them.</summary>
    /// <returns>Whether it was answered.</returns>
    protected abstract bool Fault(int position, Exception exception, MiddlewareArgument argument);

    /// <summary>Delivers the done event, or the abort event, of one of them.</summary>
    protected abstract void End(int position, MiddlewareArgument argument);

    /// <param name="exchange">The exchange.</param>
    /// <param name="outer">The chain before this one.</param>
    /// <param name="isReceived">Whether the request content was received before.</param>
    internal void Begin(Exchange exchange, MiddlewareChain? outer, bool isReceived)
    {
        Debug.Assert(_exchange is null, "A chain has one exchange at a time.");
        _exchange = exchange;
        _delivered = 0;
        Outer = outer;
        HasEntered = false;
        _isReceived = isReceived;
        Reset(new MiddlewareArgument(exchange));
    }

    /// <summary>Goes on with the request event of the next middleware.</summary>
    /// <returns>Dispatch, once all have let the exchange through; or what is waited for.</returns>
    internal ExchangeStep Advance()
    {
        while (_delivered < Count)
        {
            var step = After(Request(_delivered++, new MiddlewareArgument(_exchange!)));
            if (step != ExchangeStep.Dispatch)
            {
                return step;
            }
        }

        HasEntered = true;
        if (_isReceived)
        {
            _exchange!.ShowReceived(this);
        }

        return ExchangeStep.Dispatch;
    }

    /// <summary>A request event that was pending has ended.</summary>
    internal ExchangeStep Resume(MiddlewareStep step)
    {
        var next = After(step);
        return next == ExchangeStep.Dispatch ? Advance() : next;
    }

    internal void DeliverResponse() => Response(_delivered, new MiddlewareArgument(_exchange!));

    internal void Deliver(MiddlewareEvent seen, ReadOnlySpan<byte> content, ResponseFields? trailers) =>
        See(seen, _delivered, new MiddlewareArgument(_exchange!, content, trailers));

    internal bool TryMap(Exception exception)
    {
        for (var i = _delivered - 1; i >= 0; i--)
        {
            if (Fault(i, exception, new MiddlewareArgument(_exchange!)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Delivers the last event to the next middleware, the inner ones first. What one throws keeps it from no other: it is called again.</summary>
    internal void End()
    {
        while (_delivered > 0)
        {
            End(--_delivered, new MiddlewareArgument(_exchange!));
        }
    }

    /// <summary>The exchange is over.</summary>
    internal void Return()
    {
        _exchange = null;
        Outer = null;
        Stack!.Return(this);
    }

    private ExchangeStep After(MiddlewareStep step) => step switch
    {
        MiddlewareStep.Continue => ExchangeStep.Dispatch,
        MiddlewareStep.AwaitContent => _exchange!.TryGetContent(out _) ? ExchangeStep.Dispatch : ExchangeStep.ReadContent,
        MiddlewareStep.Pending => ExchangeStep.AwaitHandler,
        _ => ExchangeStep.Complete,
    };
}
