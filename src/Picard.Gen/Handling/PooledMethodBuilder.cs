using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Picard.Gen;

/// <summary>Builds async methods whose state is used again once its task was awaited, so that a call that waits allocates nothing.</summary>
/// <remarks>As <see cref="PoolingAsyncValueTaskMethodBuilder{TResult}"/>, which keeps one state for each thread and one for each processor: enough where one call ends before the next begins, as on an event loop.
/// A call from the thread pool begins on one thread and goes on on another, and a turn of a loop ends many: this one keeps as many as there were at once: some with each thread, more in an <see cref="IdlePool{T}"/> that all share.
/// <para>A task is awaited once, as the rules of <see cref="ValueTask"/> have it.</para></remarks>
/// <typeparam name="TResult">What the method returns.</typeparam>
[SuppressMessage("Performance", "CA1822", Justification = "The compiler calls them on an instance.")]
internal struct PooledMethodBuilder<TResult>
{
    private PooledMethod<TResult>? _method;
    private TResult? _result;

    /// <summary>The task of the method. Read once, after <see cref="Start"/>.</summary>
    public readonly ValueTask<TResult> Task => _method is null ? new ValueTask<TResult>(_result!) : new ValueTask<TResult>(_method, _method.Version);

    /// <summary>The same for a method that returns nothing.</summary>
    internal readonly ValueTask Completion => _method is null ? default : new ValueTask(_method, _method.Version);

    public static PooledMethodBuilder<TResult> Create() => default;

    // The framework's own way to begin: what the method's first part does to the execution context stays with it.
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => default(AsyncValueTaskMethodBuilder).Start(ref stateMachine);

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public void SetResult(TResult result)
    {
        if (_method is null)
        {
            _result = result;
        }
        else
        {
            _method.SetResult(result);
        }
    }

    public void SetException(Exception exception)
    {
        _method ??= new PooledMethod<TResult>();
        _method.SetException(exception);
    }

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Suspend(ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Suspend(ref stateMachine));

    /// <returns>What goes on with the method.</returns>
    private Action Suspend<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_method is SuspendedMethod<TResult, TStateMachine> suspended)
        {
            return suspended.Suspend();
        }

        suspended = SuspendedMethod<TResult, TStateMachine>.Rent();

        // In this order: this builder lies in the state machine, and its copy must know the method.
        _method = suspended;
        suspended.StateMachine = stateMachine;
        return suspended.Suspend();
    }
}

/// <summary>As <see cref="PooledMethodBuilder{TResult}"/>, for methods that return nothing.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "The compiler calls them on an instance.")]
internal struct PooledMethodBuilder
{
    private PooledMethodBuilder<Nothing> _builder;

    /// <inheritdoc cref="PooledMethodBuilder{TResult}.Task"/>
    public readonly ValueTask Task => _builder.Completion;

    public static PooledMethodBuilder Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _builder.Start(ref stateMachine);

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public void SetResult() => _builder.SetResult(default);

    public void SetException(Exception exception) => _builder.SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitOnCompleted(ref awaiter, ref stateMachine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => _builder.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);

    private readonly struct Nothing;
}

/// <summary>The task of a method that did not end before its first wait.</summary>
internal class PooledMethod<TResult> : IValueTaskSource<TResult>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<TResult> _source;

    public short Version => _source.Version;

    public void SetResult(TResult result) => _source.SetResult(result);

    public void SetException(Exception exception) => _source.SetException(exception);

    public TResult GetResult(short token)
    {
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            _source.Reset();
            Return();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Its outcome was taken: nobody knows of it any more.</summary>
    protected virtual void Return()
    {
    }
}

/// <summary>The state of a method between two of its parts.</summary>
internal sealed class SuspendedMethod<TResult, TStateMachine> : PooledMethod<TResult>
    where TStateMachine : IAsyncStateMachine
{
    // Limit: of what a thread keeps, which spares it the lock of the pool: as many as a loop usually has under way at once.
    private const int MaxOwn = 64;

    private static readonly IdlePool<SuspendedMethod<TResult, TStateMachine>> s_idle = new();

    // What this thread keeps: a chain, each of which knows how many there are from it on.
    [ThreadStatic]
    private static SuspendedMethod<TResult, TStateMachine>? s_own;

    private readonly Action _goOn;
    private ExecutionContext? _caller;
    private SuspendedMethod<TResult, TStateMachine>? _next;
    private int _count;

    private SuspendedMethod() => _goOn = GoOn;

    public TStateMachine? StateMachine;

    public static SuspendedMethod<TResult, TStateMachine> Rent()
    {
        if (s_own is not { } own)
        {
            return s_idle.Rent() ?? new SuspendedMethod<TResult, TStateMachine>();
        }

        s_own = own._next;
        own._next = null;
        return own;
    }

    /// <summary>The method waits from now on, and goes on in the execution context of now.</summary>
    /// <returns>What goes on with it.</returns>
    public Action Suspend()
    {
        _caller = ExecutionContext.Capture();
        return _goOn;
    }

    protected override void Return()
    {
        StateMachine = default;
        _caller = null;
        var own = s_own;
        var count = own is null ? 1 : own._count + 1;
        if (count > MaxOwn)
        {
            s_idle.Return(this);
            return;
        }

        _next = own;
        _count = count;
        s_own = this;
    }

    private void GoOn()
    {
        // Null: its flow is suppressed.
        if (_caller is not { } caller || ReferenceEquals(caller, ExecutionContext.Capture()))
        {
            MoveNext();
        }
        else
        {
            ExecutionContext.Run(caller, static method => ((SuspendedMethod<TResult, TStateMachine>)method!).MoveNext(), this);
        }
    }

    private void MoveNext() => StateMachine!.MoveNext();
}
