namespace Picard.Gen;

/// <summary>A middleware with the state of one exchange: delivers events to the user's methods. Emitted code derives from it, inside the user's class.</summary>
public abstract class MiddlewareEvents
{
    /// <summary>The middleware as people say it.</summary>
    protected abstract string Name { get; }

    /// <summary>Whether it has events for content.</summary>
    public virtual MiddlewareInterests Interests => MiddlewareInterests.None;

    /// <summary>Resets the state of an exchange before the next one.</summary>
    public virtual void Reset(MiddlewareArgument argument)
    {
    }

    /// <summary>Delivers the request event.</summary>
    public virtual MiddlewareStep Request(MiddlewareArgument argument) => MiddlewareStep.Continue;

    /// <summary>Delivers the response event.</summary>
    public virtual void Response(MiddlewareArgument argument)
    {
    }

    /// <summary>Delivers an event of content.</summary>
    public virtual void See(MiddlewareEvent seen, MiddlewareArgument argument)
    {
    }

    /// <summary>Delivers a fault.</summary>
    /// <returns>Whether it was answered.</returns>
    public virtual bool Fault(Exception exception, MiddlewareArgument argument) => false;

    /// <summary>Delivers the last event: done, or abort.</summary>
    public void End(MiddlewareArgument argument)
    {
        if (argument.Exchange.EndedBy is null)
        {
            Done(argument);
        }
        else
        {
            Abort(argument);
        }
    }

    /// <summary>Delivers the done event.</summary>
    public virtual void Done(MiddlewareArgument argument)
    {
    }

    /// <summary>Delivers the abort event.</summary>
    public virtual void Abort(MiddlewareArgument argument)
    {
    }

    /// <summary>The request was refused while parameters of the request event were bound.</summary>
    protected static MiddlewareStep Refused(MiddlewareArgument argument) => argument.Exchange.HasResponded || argument.Exchange.IsAborted
        ? MiddlewareStep.Handled
        : throw new InvalidOperationException("A parameter of a middleware's request event is the request content, which has not been received yet: return Next.ContinueWithContent, or see it go by.");

    /// <summary>The request event has returned.</summary>
    protected MiddlewareStep Then(MiddlewareArgument argument, Next next) => Check(argument.Exchange, next);

    /// <summary>The request event has returned, or is pending.</summary>
    protected MiddlewareStep Then(MiddlewareArgument argument, ValueTask<Next> pending)
    {
        if (pending.IsCompleted)
        {
            return Check(argument.Exchange, pending.GetAwaiter().GetResult());
        }

        _ = argument.Exchange.Await(new MiddlewareAnswer(this, pending), static (exchange, answer) => exchange.Chain!.Resume(answer.Take(exchange)));
        return MiddlewareStep.Pending;
    }

    /// <summary>The request event has returned, or is pending.</summary>
    protected MiddlewareStep Then(MiddlewareArgument argument, ValueTask pending)
    {
        if (!pending.IsCompleted)
        {
            return Then(argument, ContinueAfter(pending));
        }

        pending.GetAwaiter().GetResult();
        return Check(argument.Exchange, Next.Continue);
    }

    /// <summary>The request event has returned, or is pending.</summary>
    protected MiddlewareStep Then(MiddlewareArgument argument, Task<Next> pending) => Then(argument, new ValueTask<Next>(pending));

    /// <summary>The request event has returned, or is pending.</summary>
    protected MiddlewareStep Then(MiddlewareArgument argument, Task pending) => Then(argument, new ValueTask(pending));

    /// <summary>A fault event has returned.</summary>
    protected static bool Answered(MiddlewareArgument argument, Problem? problem)
    {
        if (problem is not null)
        {
            _ = argument.Exchange.Respond(problem);
        }

        return problem is not null;
    }

    /// <summary>A fault event has returned.</summary>
    protected static bool Answered(MiddlewareArgument argument, Response? response)
    {
        if (response is not null)
        {
            _ = argument.Exchange.Respond(response);
        }

        return response is not null;
    }

    internal MiddlewareStep Check(Exchange exchange, Next next)
    {
        if (exchange.IsAborted)
        {
            return MiddlewareStep.Handled;
        }

        if (next.Step == MiddlewareStep.Handled && !exchange.HasResponded)
        {
            throw new InvalidOperationException($"The middleware '{Name}' returned Next.Handled and has not answered: it calls Respond first.");
        }

        if (next.Step != MiddlewareStep.Handled && exchange.HasResponded)
        {
            throw new InvalidOperationException($"The middleware '{Name}' has answered and lets the request go on: it returns Next.Handled then, for a request is answered exactly once.");
        }

        exchange.CollectAtMost(next);
        return next.Step;
    }

    private static async ValueTask<Next> ContinueAfter(ValueTask pending)
    {
        await pending.ConfigureAwait(false);
        return Next.Continue;
    }
}
