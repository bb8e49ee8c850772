using System.Buffers;
using System.IO.Pipelines;
using Picard.Http;

namespace Picard.Gen;

/// <summary>
/// One request with its response, as emitted code and the connection's driver see it. Users see a <see cref="Request"/>.
/// <para>
/// A connection has one of these and uses it for one exchange after another: <c>Begin</c>, the handler's steps, <c>End</c>. Whatever belongs to
/// an exchange lies in one struct and is forgotten by one assignment.
/// </para>
/// </summary>
/// <remarks>
/// Emitted code answers each exchange exactly once, on the driver's thread or, if the handler was suspended, on the thread that completed the
/// user's method while the driver waits. Only <c>Abort</c> may come from any thread at any time.
/// </remarks>
public sealed partial class Exchange
{
    // Limit: 30 MB, the default of Kestrel, so that moving here refuses nothing that was accepted before.
    internal const int DefaultMaxContentBytes = 30_000_000;

    private readonly ResponseOutput _output;

    // An abort and the driver take turns by its monitor, too: a lock of its own would be 40 octets of each idle connection.
    private readonly RoutePath _path = new();
    private readonly CancellationToken _stopping;
    private ExchangeRecord _state;
    private CancellationTokenSource? _aborted;
    private SuspensionList _suspensions;
    private Suspension? _pending;
    private int _abortedGeneration = -1;

    internal Exchange(PipeWriter output, DateField date, IExchangeOwner? owner = null, CancellationToken stopping = default) =>
        (_output, _stopping, _owner) = (new ResponseOutput(output, date), stopping, owner);

    /// <summary>Cancelled when the client is gone. The source is made when it is first asked for and reused while it has not been cancelled.</summary>
    public CancellationToken Aborted
    {
        get
        {
            lock (_path)
            {
                _aborted ??= new CancellationTokenSource();
                if (IsAborted && !_aborted.IsCancellationRequested)
                {
                    _aborted.Cancel();
                }

                return _aborted.Token;
            }
        }
    }

    /// <summary>The largest content that <see cref="ExchangeStep.ReadContent"/> accepts, in octets.</summary>
    public long MaxContentBytes
    {
        // Limit: content that is collected is collected in one array.
        get => Math.Min(_state.MaxContentBytes, Array.MaxLength);
        set
        {
            _state.MaxContentBytes = value;
            _state.HasOwnLimit = true;
        }
    }

    /// <summary>The largest content that is delivered as it arrives, in octets. There is no limit unless the handler says one.</summary>
    internal long StreamedLimit => _state.HasOwnLimit ? _state.MaxContentBytes : long.MaxValue;

    /// <summary>The media type of the content, where the user's method has one of its own.</summary>
    public string? ContentType
    {
        get => _state.ContentType;
        set => _state.ContentType = value;
    }

    /// <summary>The handler and method that answer, such as <c>Users.Get</c>, for logs; null while no route is chosen.</summary>
    public string? EndpointName
    {
        get => _state.EndpointName;
        set => _state.EndpointName = value;
    }

    /// <summary>Whether the head of the response has been written.</summary>
    internal bool HasResponded => _state.HasResponded;

    /// <summary>The status of the response; none before there is one.</summary>
    internal StatusCode ResponseStatus => _state.Status;

    /// <summary>Octets of the response's content, without what a transfer coding adds; 0 where it is not sent.</summary>
    internal long ResponseContentBytes => _state.ContentBytes;

    /// <summary>Whether the connection may be used for another exchange after this one.</summary>
    internal bool Persists => _state.Persists && !IsAborted;

    /// <summary>Large content that follows the head and that the driver writes from the caller's memory.</summary>
    internal ReadOnlyMemory<byte> UnsentContent => _state.UnsentContent;

    /// <summary>Tells one exchange from the next; a handle with another number is stale.</summary>
    internal int Generation { get; private set; }

    /// <summary>Whether the request has content, if only an empty one in chunks.</summary>
    internal bool HasRequestContent => Received.Framing.HasContent;

    internal Method Method => Received.Method;

    internal RequestHead Head => Received.Head;

    internal FieldSection Fields => Received.Head.Fields;

    internal FieldSection Trailers => Received.Trailers;

    internal ReadOnlySpan<byte> Query => Received.Head.Target.Query;

    /// <summary>The segments of the path that the routes of the table at work begin with.</summary>
    internal PathSegments Segments => _path.Segments(Received.Head.Target.Path).From(_state.MountedSegments);

    /// <summary>How many segments the prefixes of the mounts have that led to the table at work.</summary>
    internal int MountedSegments
    {
        get => _state.MountedSegments;
        set => _state.MountedSegments = value;
    }

    /// <summary>The table that has the endpoint, once one is chosen.</summary>
    internal RouteTable? Table
    {
        get => _state.Table;
        set => _state.Table = value;
    }

    /// <summary>The endpoint that was chosen, once one is.</summary>
    internal int? Endpoint
    {
        get => _state.EndpointPlusOne == 0 ? null : _state.EndpointPlusOne - 1;
        set => _state.EndpointPlusOne = value + 1 ?? 0;
    }

    internal RouteMethods RouteMethod => RoutedMethod.Of(Received.Method);

    private ParsedRequest Received => _state.Request
        ?? throw new InvalidOperationException("No exchange is under way: the last one has ended and the next has not begun.");

    /// <summary>What to return when a parameter did not bind: the content is needed first, or the refusal has been written.</summary>
    /// <returns>What the exchange waits for.</returns>
    public ExchangeStep Stopped() => _state.HasResponded || IsAborted ? ExchangeStep.Complete : ExchangeStep.ReadContent;

    /// <summary>Waits for a user's method and then has its result answered. The driver does the waiting.</summary>
    /// <typeparam name="TAnswer">The form of the result.</typeparam>
    /// <param name="answer">The pending result.</param>
    /// <param name="reply">Answers with the result; called once.</param>
    /// <returns><see cref="ExchangeStep.AwaitHandler"/>.</returns>
    public ExchangeStep Await<TAnswer>(TAnswer answer, Func<Exchange, TAnswer, ExchangeStep> reply)
        where TAnswer : struct, IAnswer
    {
        var suspension = _suspensions.Find<Suspension<TAnswer>>();
        suspension.Start(this, answer, reply);
        _pending = suspension;
        return ExchangeStep.AwaitHandler;
    }

    /// <summary>Has a user's method run on the thread pool and then its result answered. The driver does the waiting.</summary>
    /// <typeparam name="TState">What the call needs.</typeparam>
    /// <typeparam name="TAnswer">The form of the result.</typeparam>
    /// <param name="state">What the call needs.</param>
    /// <param name="call">Calls the method; called once.</param>
    /// <param name="reply">Answers with the result; called once.</param>
    /// <returns><see cref="ExchangeStep.AwaitHandler"/>.</returns>
    public ExchangeStep Offload<TState, TAnswer>(TState state, Func<TState, TAnswer> call, Func<Exchange, TAnswer, ExchangeStep> reply)
        where TAnswer : struct, IAnswer
    {
        var offloaded = _suspensions.Find<Offloaded<TState, TAnswer>>();
        offloaded.Start(this, state, call, reply);
        _pending = offloaded;
        return ExchangeStep.AwaitHandler;
    }

    /// <summary>Refuses the request because of a parameter.</summary>
    /// <returns>False.</returns>
    internal bool Refuse(Source source, BindOutcome outcome, Type type)
    {
        _ = Respond(ParameterProblem.Of(source, outcome, type));
        return false;
    }

    /// <summary>Refuses the request because of its content, or of what was made of it.</summary>
    /// <returns>False.</returns>
    internal bool Refuse(Problem problem)
    {
        _ = Respond(problem);
        return false;
    }

    /// <summary>Takes the path of the target apart.</summary>
    internal PathStatus ResolvePath()
    {
        var target = Received.Head.Target;
        return target.Form switch
        {
            TargetForm.Asterisk => PathStatus.Asterisk,
            TargetForm.Authority => PathStatus.NoPath,
            _ => _path.Resolve(target.Path),
        };
    }

    internal ReadOnlySpan<byte> RestOfPath(int segment) => _path.Rest(Received.Head.Target.Path, segment + _state.MountedSegments);

    internal ReadOnlySpan<byte> ReceivedRestOfPath(int segment) => _path.ReceivedRest(Received.Head.Target.Path, segment + _state.MountedSegments);

    internal bool TryGetContent(out ReadOnlySequence<byte> content)
    {
        content = _state.Content;
        return _state.HasContent;
    }

    /// <param name="request">The request.</param>
    /// <param name="persist">Whether the connection may be used again.</param>
    /// <param name="maxContentBytes">The largest content that is collected, unless the handler has a limit of its own.</param>
    internal void Begin(ParsedRequest request, bool persist, long maxContentBytes = DefaultMaxContentBytes)
    {
        _state = default; // clears in place, where a new value would be copied with write barriers
        _state.Request = request;
        _state.Persists = persist;
        _state.MaxContentBytes = maxContentBytes;
        _state.HasContent = !request.Framing.HasContent;
    }

    /// <summary>All of the content is written: writes what follows it.</summary>
    internal void WriteTrailers()
    {
        if (_state.Trailers is { } trailers && !IsAborted)
        {
            _output.WriteTrailers(trailers, _state.ContentBytes);
        }
    }

    /// <summary>The handler has failed when the response had begun.</summary>
    internal void NoteFailed() => _state.HasFailed = true;

    internal void SetContent(ReadOnlySequence<byte> content)
    {
        _state.Content = content;
        _state.HasContent = true;
        if (Interests(MiddlewareInterests.Request))
        {
            foreach (var run in content)
            {
                SeeRequest(MiddlewareEvent.RequestContent, run.Span);
            }

            SeeRequestEnd();
        }
    }

    /// <summary>Whether something is to be waited for before the exchange is answered.</summary>
    internal bool IsSuspended => _pending is not null;

    /// <summary>Completes when the suspended handler has answered; to be awaited once.</summary>
    internal ValueTask HandlerCompletion()
    {
        _state.ResumedStep = ExchangeStep.Complete;
        var pending = _pending ?? throw new InvalidOperationException("No handler is pending.");
        _pending = null;
        return pending.Completion();
    }

    /// <summary>What is waited for after the suspended handler has answered.</summary>
    internal ExchangeStep ResumedStep
    {
        get => _state.ResumedStep;
        set => _state.ResumedStep = value;
    }

    /// <summary>The client is gone: cancels <see cref="Aborted"/>, and what is sent from now on goes nowhere.</summary>
    /// <param name="generation">Of the exchange that is meant: one that has ended meanwhile is left alone, and so is the one after it.</param>
    internal void Abort(int generation)
    {
        CancellationTokenSource? aborted;
        lock (_path)
        {
            if (generation != Generation)
            {
                return;
            }

            Volatile.Write(ref _abortedGeneration, generation);
            aborted = _aborted;
        }

        // Outside the lock: callbacks are the user's.
        aborted?.Cancel();
    }

    /// <summary>The exchange will not be completed, whoever is to blame: what still works for it hears so. Its response can still be written.</summary>
    internal void CancelToken()
    {
        CancellationTokenSource? aborted;
        lock (_path)
        {
            aborted = _aborted;
            _aborted = null;
        }

        if (aborted is not null)
        {
            // On the pool: callbacks are the user's, and no loop may wait for them.
            ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), aborted, preferLocal: false);
        }
    }

    /// <summary>Whether services were made for this exchange, which <see cref="EndScopeAsync"/> disposes.</summary>
    internal bool HasScope => _state.Scope is not null;

    /// <summary>The services of this exchange.</summary>
    internal IServiceProvider ScopeOf(IServiceScopes scopes) => _state.Scope ??= scopes.BeginScope();

    /// <summary>Disposes the services of this exchange, once its handler has ended one way or another.</summary>
    internal ValueTask EndScopeAsync()
    {
        var scope = _state.Scope;
        _state.Scope = null;
        switch (scope)
        {
            case IAsyncDisposable disposable:
                return disposable.DisposeAsync();
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }

        return default;
    }

    /// <summary>Forgets everything; handles of this exchange throw from now on.</summary>
    internal void End()
    {
        _path.Release();
        _state.Json?.Return();
        _state.Form?.Release();
        EndFile();
        _state.Machine?.End();
        if (_state.HasWriter)
        {
            WriterContent.End();
        }

        _pending = null;
        EndMiddleware();
        _middleware?.Clear();
        if (Volatile.Read(ref _aborted) is null)
        {
            // Nobody has asked for the token. Race: an abort that comes now marks an exchange that has ended.
            Generation++;
            _state = default;
            return;
        }

        lock (_path)
        {
            // A source that was cancelled, or may be about to be, is not used again.
            if (_aborted is not null && (IsAborted || !_aborted.TryReset()))
            {
                _aborted = null;
            }

            Generation++;
            _state = default;
        }
    }
}
