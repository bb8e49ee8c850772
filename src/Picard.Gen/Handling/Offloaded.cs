using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace Picard.Gen;

/// <summary>
/// A handler's method that runs on the thread pool. To the driver it is a handler that is pending: the pool gets it when the driver awaits it, and not before, so that the two never
/// touch the exchange at once. Reused by its exchange.
/// </summary>
internal sealed class Offloaded<TState, TAnswer> : Suspension, IThreadPoolWorkItem
    where TAnswer : struct, IAnswer
{
    private static readonly ContextCallback s_run = static self => ((Offloaded<TState, TAnswer>)self!).Run();

    private readonly Action _resume;
    private Exchange? _exchange;
    private int _generation;
    private TState _state = default!;
    private Func<TState, TAnswer>? _call;
    private Func<Exchange, TAnswer, ExchangeStep>? _reply;
    private TAnswer _answer;
    private ExceptionDispatchInfo? _fault;
    private ExecutionContext? _ambience;
    private Action<object?>? _continuation;
    private object? _continuationState;

    public Offloaded() => _resume = Resume;

    public void Start(Exchange exchange, TState state, Func<TState, TAnswer> call, Func<Exchange, TAnswer, ExchangeStep> reply)
    {
        Version++;
        _exchange = exchange;
        _generation = exchange.Generation;
        _state = state;
        _call = call;
        _reply = reply;
    }

    public override ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return ValueTaskSourceStatus.Pending;
    }

    public override void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Check(token);
        _continuation = continuation;
        _continuationState = state;

        // What a listener has made current, such as an activity, is current in the method too.
        _ambience = ExecutionContext.Capture();

        // Race: the pool may run it and resume the driver during this line, so nothing is touched after it.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_ambience is { } ambience)
        {
            ExecutionContext.Run(ambience, s_run, this);
        }
        else
        {
            Run();
        }
    }

    public override void GetResult(short token)
    {
        Check(token);
        Version++;
        var exchange = _exchange!;
        var answer = _answer;
        var reply = _reply!;
        var fault = _fault;
        _exchange = null;
        _reply = null;
        _answer = default;
        _fault = null;
        Debug.Assert(exchange.Generation == _generation, "The driver awaits it before the exchange ends.");
        fault?.Throw();
        _ = reply(exchange, answer);
    }

    private void Run()
    {
        var state = _state;
        var call = _call!;
        _state = default!;
        _call = null;
        _ambience = null;
        try
        {
            _answer = call(state);
        }
        catch (Exception exception)
        {
            // The driver holds the one place where it is dealt with.
            _fault = ExceptionDispatchInfo.Capture(exception);
        }

        if (_fault is null && !_answer.IsCompleted)
        {
            _answer.WhenCompleted(_resume);
        }
        else
        {
            Resume();
        }
    }

    private void Resume()
    {
        var continuation = _continuation!;
        var state = _continuationState;
        _continuation = null;
        _continuationState = null;
        continuation(state);
    }
}
