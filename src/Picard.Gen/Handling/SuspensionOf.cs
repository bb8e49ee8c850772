using System.Threading.Tasks.Sources;

namespace Picard.Gen;

/// <summary>
/// A handler that has not finished. The driver's await is forwarded to the user's task, and taking the result writes the response: on
/// whatever thread completed the task, and with the user's exception thrown to the driver, which holds the one catch.
/// </summary>
internal sealed class Suspension<TAnswer> : Suspension
    where TAnswer : struct, IAnswer
{
    private readonly Action _resume;
    private Exchange? _exchange;
    private int _generation;
    private TAnswer _answer;
    private Func<Exchange, TAnswer, ExchangeStep>? _reply;
    private Action<object?>? _continuation;
    private object? _state;

    public Suspension() => _resume = Resume;

    public void Start(Exchange exchange, TAnswer answer, Func<Exchange, TAnswer, ExchangeStep> reply)
    {
        Version++;
        _exchange = exchange;
        _generation = exchange.Generation;
        _answer = answer;
        _reply = reply;
    }

    // A failed task counts as succeeded here: its exception comes out of GetResult.
    public override ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return _answer.IsCompleted ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;
    }

    public override void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Check(token);

        // Race: the task may complete during the last line and resume the driver on another thread, so nothing is touched after it.
        _continuation = continuation;
        _state = state;
        _answer.WhenCompleted(_resume);
    }

    public override void GetResult(short token)
    {
        Check(token);
        Version++;
        var exchange = _exchange!;
        var answer = _answer;
        var reply = _reply!;
        _exchange = null;
        _answer = default;
        _reply = null;
        if (exchange.Generation != _generation)
        {
            throw new InvalidOperationException("The exchange of this handler has ended: its result has nowhere to go.");
        }

        exchange.ResumedStep = reply(exchange, answer);
    }

    private void Resume()
    {
        var continuation = _continuation!;
        var state = _state;
        _continuation = null;
        _state = null;
        continuation(state);
    }
}
