namespace Picard.Gen;

// What emitted code overrides, and what it calls: how events are delivered. Their order, and the life of an exchange, are in ExchangeMachine.cs.
public abstract partial class ExchangeMachine
{
    /// <summary>What the request event brings.</summary>
    protected RequestArgument Request => new(this);

    /// <summary>What the trailers event brings.</summary>
    protected TrailersArgument Trailers => new(this);

    /// <summary>What an event brings that has no argument of its own.</summary>
    protected EventArgument Event => new(this);

    /// <summary>Whether all of the content has been delivered.</summary>
    protected bool IsContentDelivered => _isContentEnded && !_hasPiece;

    /// <summary>Whether the request has a trailer section.</summary>
    protected bool HasTrailers => Exchange.Trailers.Count > 0;

    /// <summary>Limit: of the request content, in octets. Content that is delivered piece by piece has none, unless the handler says so.</summary>
    protected virtual long MaxContentBytes => long.MaxValue;

    /// <summary>Resets the state of an exchange before the next one.</summary>
    protected abstract void Reset();

    /// <summary>Delivers the next event of the main sequence, or says what it waits for.</summary>
    protected abstract MachineStep Next();

    /// <summary>Delivers the pause event.</summary>
    protected virtual MachineStep OnPause() => MachineStep.Next;

    /// <summary>Delivers the resume event.</summary>
    protected virtual MachineStep OnResume() => MachineStep.Next;

    /// <summary>Delivers the signal event.</summary>
    protected virtual MachineStep OnSignal() => MachineStep.Next;

    /// <summary>Delivers the timer event.</summary>
    protected virtual MachineStep OnTimer() => MachineStep.Next;

    /// <summary>Delivers the abort event.</summary>
    protected virtual MachineStep OnAbort(AbortArgument reason) => MachineStep.Next;

    /// <summary>Delivers the done event.</summary>
    protected virtual MachineStep OnDone() => MachineStep.Next;

    /// <summary>Takes the next piece of content, if it is there.</summary>
    /// <param name="content">What the content event brings.</param>
    /// <returns>False: it has not come yet, or there is none any more.</returns>
    protected bool TryTakeContent(out ContentArgument content)
    {
        content = new ContentArgument(this, _piece);
        var isThere = _hasPiece;
        _piece = default;
        _hasPiece = false;
        return isThere;
    }

    /// <summary>The request was refused while parameters of the request event were bound: the handler has seen nothing of it.</summary>
    protected MachineStep Refused()
    {
        if (!Exchange.HasResponded && !Exchange.IsAborted)
        {
            throw new InvalidOperationException("A parameter of the request event is the request content, which an event handler gets piece by piece.");
        }

        _phase = Phase.Done;
        return MachineStep.Done;
    }

    /// <summary>What an offloaded content event brings.</summary>
    protected ContentArgument OffloadedContent => new(this, _offloadedPiece);

    /// <summary>What an offloaded abort event brings.</summary>
    protected AbortArgument OffloadedAbort => new(this, _abort ?? Picard.AbortReason.ClientGone);

    /// <summary>An event is delivered on the thread pool.</summary>
    /// <param name="call">Calls the method there; called once.</param>
    protected MachineStep Offload(Func<ExchangeMachine, MachineStep> call)
    {
        _offloaded = call;
        _isEventPending = true;
        return MachineStep.AwaitEvent;
    }

    /// <summary>A content event is delivered on the thread pool: what it brings stays where it is until the event has ended.</summary>
    /// <param name="content">What it brings.</param>
    /// <param name="call">Calls the method there; called once.</param>
    protected MachineStep Offload(ContentArgument content, Func<ExchangeMachine, MachineStep> call)
    {
        _offloadedPiece = content;
        return Offload(call);
    }

    /// <summary>An event is delivered.</summary>
    protected static MachineStep Delivered() => MachineStep.Next;

    /// <summary>An event is delivered, and says whether more may come at once.</summary>
    protected MachineStep Delivered(Flow flow)
    {
        _ = Note(flow);
        return MachineStep.Next;
    }

    /// <summary>An event is delivered when its task completes.</summary>
    protected MachineStep Delivered(ValueTask pending)
    {
        if (pending.IsCompletedSuccessfully)
        {
            pending.GetAwaiter().GetResult();
            return MachineStep.Next;
        }

        _event = pending;
        _isEventPending = true;
        return MachineStep.AwaitEvent;
    }

    /// <summary>An event is delivered when its task completes, and then says whether more may come at once.</summary>
    protected MachineStep Delivered(ValueTask<Flow> pending)
    {
        if (pending.IsCompletedSuccessfully)
        {
            return Delivered(pending.Result);
        }

        _flowEvent = pending;
        _isFlowPending = true;
        _isEventPending = true;
        return MachineStep.AwaitEvent;
    }

    /// <summary>An event is delivered when its task completes.</summary>
    protected MachineStep Delivered(Task pending) => Delivered(new ValueTask(pending));

    /// <summary>An event is delivered when its task completes, and then says whether more may come at once.</summary>
    protected MachineStep Delivered(Task<Flow> pending) => Delivered(new ValueTask<Flow>(pending));
}
