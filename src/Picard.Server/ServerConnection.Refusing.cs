using Picard.Gen;
using Picard.Http;

namespace Picard.Server;

// How an exchange ends that its handler does not answer, or not to the end.
internal sealed partial class ServerConnection
{
    /// <summary>A machine was aborted: a client that can still be told why is told, if it has no response yet.</summary>
    private State EndAborted(AbortReason reason)
    {
        if (_exchange.HasResponded || _watch.IsExchangeAborted)
        {
            return After(_call.Settle(HandlerCall.Outcome.Broken));
        }

        switch (reason)
        {
            case AbortReason.HandlerFailed when _call.TryMapFault():
                break;
            case AbortReason.HandlerFailed:
                _exchange.RespondProblem(StatusCode.InternalServerError);
                break;
            case AbortReason.Violation:
                RefuseRest(Refusal.Of(_content.Violation));
                break;
            case AbortReason.ContentTooLarge:
                RefuseRest(Refusal.ContentLimit);
                break;
            case AbortReason.TooSlow:
                RefuseRest(Refusal.ContentTimeout);
                break;
            default:
                return After(_call.Settle(HandlerCall.Outcome.Broken));
        }

        return After(_call.Settle(HandlerCall.Outcome.Responded));
    }

    private void RefuseRest(in Refusal refusal)
    {
        _ = Refuse(refusal);
        _exchange.StopPersisting();
    }

    private State RefuseFor(AbortReason reason) => reason switch
    {
        AbortReason.Violation => Refuse(Refusal.Of(_content.Violation)),
        AbortReason.ContentTooLarge => Refuse(Refusal.ContentLimit),
        _ => Refuse(Refusal.ContentTimeout),
    };

    private State Refuse(in Refusal refusal)
    {
        var contentBytes = RefusalWriter.Write(_output, refusal, _server, _request.Method);
        _call.Observation?.Refuse(refusal);
        if (_exchange.Chain is not null)
        {
            _exchange.Refused(refusal.Status, contentBytes);
            _call.EndMiddleware();
        }

        return State.Farewell;
    }
}
