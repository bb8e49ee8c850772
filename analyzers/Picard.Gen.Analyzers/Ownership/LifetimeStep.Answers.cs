using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <content>Responses: one a request, nothing after its end or that of a request, and no content where there is none. A path within one event is followed, not from one event to the next.</content>
internal sealed partial class LifetimeStep
{
    private const string Answered = "answered";
    private const string Begun = "begun";
    private const string Ended = "ended";
    private const string Bare = "bare";
    private const string Gone = "gone";
    private const string Sent = "sent";
    private const string Dropped = "dropped";

    /// <summary>Content of a request: nothing after its end.</summary>
    private void FollowRequest(IInvocationOperation call)
    {
        if (!LifetimeTypes.Is(call.TargetMethod.ContainingType, types.Upstream) || State.Keys.Contains(Dropped))
        {
            return;
        }

        if (call.TargetMethod.Name is "Write" or "Complete" && State.Keys.Contains(Sent))
        {
            Report(Rules.WrittenAfterEnd, call.Syntax, call.Syntax, "content of the request");
        }

        State = call.TargetMethod.Name switch
        {
            "Complete" => State.WithKey(Sent),
            "Abort" => State.WithKey(Dropped),
            _ => State,
        };
    }

    private void FollowAnswer(IInvocationOperation call)
    {
        if (!LifetimeTypes.Is(call.TargetMethod.ContainingType, types.Downstream) || State.Keys.Contains(Gone))
        {
            return;
        }

        switch (call.TargetMethod.Name)
        {
            case "Respond":
                BeginAnswer(call, Answered);
                break;
            case "Begin" or "Upgrade":
                BeginAnswer(call, Begun);
                break;
            case "Write" or "WriteAsync":
                Continue(call);
                break;
            case "Complete":
                Continue(call);
                State = State.WithKey(Ended);
                break;
            case "Abort":
                // After it everything is a no-op.
                State = State.WithKey(Gone);
                break;
        }
    }

    private void BeginAnswer(IInvocationOperation call, string how)
    {
        if (State.Keys.Contains(Answered) || State.Keys.Contains(Begun))
        {
            Report(Rules.AnsweredTwice, call.Syntax, call.Syntax);
        }

        State = State.WithKey(how);
        if (!call.Arguments.Any(static argument => HasNoContent(argument.Value)))
        {
            return;
        }

        State = State.WithKey(Bare);
        if (how == Answered && call.Arguments.Any(static argument => argument.Parameter is { Name: "text" or "content" } && argument.Value.ConstantValue is not { HasValue: true, Value: "" }))
        {
            Report(Rules.ContentNotAllowed, call.Syntax, call.Syntax);
        }
    }

    private void Continue(IInvocationOperation call)
    {
        if (State.Keys.Contains(Answered) || State.Keys.Contains(Ended))
        {
            Report(Rules.WrittenAfterEnd, call.Syntax, call.Syntax, "response");
        }
        else if (State.Keys.Contains(Bare) && call.TargetMethod.Name != "Complete")
        {
            Report(Rules.ContentNotAllowed, call.Syntax, call.Syntax);
        }
    }

    /// <summary>Whether an expression is a status whose responses end with their head.</summary>
    internal static bool HasNoContent(Microsoft.CodeAnalysis.IOperation status) => OperandOf(status) switch
    {
        IPropertyReferenceOperation { Property: { Name: "NoContent" or "ResetContent" or "NotModified", ContainingType.Name: "StatusCode" } } => true,
        { ConstantValue: { HasValue: true, Value: 204 or 205 or 304 } } => true,
        IObjectCreationOperation { Type.Name: "StatusCode", Arguments: { Length: > 0 } arguments } => HasNoContent(arguments[0].Value),
        _ => false,
    };
}
