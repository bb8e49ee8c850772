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
public sealed class Exchange
{
    internal const string TextContentType = "text/plain; charset=utf-8";

    // RFC 8259 §11: no charset is defined for it; it is UTF-8.
    private const string JsonContentType = "application/json";

    // Limit: 30 MB, the default of Kestrel, so that moving here refuses nothing that was accepted before.
    internal const long DefaultMaxContentBytes = 30_000_000;

    private readonly Lock _abortGate = new();
    private readonly ResponseOutput _output;
    private readonly RoutePath _path = new();
    private readonly CancellationToken _stopping;
    private ExchangeRecord _state;
    private CancellationTokenSource? _aborted;
    private SuspensionList _suspensions;
    private Suspension? _pending;

    internal Exchange(PipeWriter output, DateField date, CancellationToken stopping = default) =>
        (_output, _stopping) = (new ResponseOutput(output, date), stopping);

    /// <summary>Cancelled when the client is gone. The source is made when it is first asked for and reused while it has not been cancelled.</summary>
    public CancellationToken Aborted
    {
        get
        {
            lock (_abortGate)
            {
                _aborted ??= new CancellationTokenSource();
                if (_state.IsAborted && !_aborted.IsCancellationRequested)
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
        get => _state.MaxContentBytes;
        set => _state.MaxContentBytes = Math.Min(value, Array.MaxLength); // Limit: content is collected in one array.
    }

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

    /// <summary>Whether the connection may be used for another exchange after this one.</summary>
    internal bool Persists => _state.Persists && !_state.IsAborted;

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

    internal PathSegments Segments => _path.Segments(Received.Head.Target.Path);

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
    public ExchangeStep Stopped() => _state.HasResponded || _state.IsAborted ? ExchangeStep.Complete : ExchangeStep.ReadContent;

    /// <summary>Waits for a user's method and then has its result answered. The driver does the waiting.</summary>
    /// <typeparam name="TAnswer">The form of the result.</typeparam>
    /// <param name="answer">The pending result.</param>
    /// <param name="reply">Answers with the result; called once.</param>
    /// <returns><see cref="ExchangeStep.AwaitHandler"/>.</returns>
    public ExchangeStep Await<TAnswer>(TAnswer answer, Func<Exchange, TAnswer, ExchangeStep> reply)
        where TAnswer : struct, IAnswer
    {
        var suspension = _suspensions.Find<TAnswer>();
        suspension.Start(this, answer, reply);
        _pending = suspension;
        return ExchangeStep.AwaitHandler;
    }

    /// <summary>Answers with a status and no content.</summary>
    public ExchangeStep Respond(StatusCode status) => Send(Shape(status), default);

    /// <summary>Answers 200 with text, or 404 if it is null.</summary>
    public ExchangeStep Respond(string? text)
    {
        if (text is null)
        {
            return RespondProblem(StatusCode.NotFound);
        }

        var shape = Shape(StatusCode.Ok, _state.ContentType ?? TextContentType);
        if (BeginResponse())
        {
            _output.Write(shape, text);
        }

        return ExchangeStep.Complete;
    }

    /// <summary>Answers 200 with octets.</summary>
    public ExchangeStep Respond(ReadOnlyMemory<byte> content) => Send(Shape(StatusCode.Ok, _state.ContentType ?? "application/octet-stream"), content);

    /// <summary>Answers with a response of the user's making, or 404 if it is null.</summary>
    public ExchangeStep Respond(Response? response)
    {
        if (response is null)
        {
            return RespondProblem(StatusCode.NotFound);
        }

        response = ConditionalResponse.Apply(response, Received.Method, Fields);
        if (!TakesContent(response.Status) && !response.Content.IsEmpty)
        {
            throw new InvalidOperationException($"A response with status {response.Status.Code} has no content (RFC 9110 §6.4.1), but the handler gave it {response.Content.Length} octets.");
        }

        var contentType = response.Content.IsEmpty ? null : _state.ContentType ?? "application/octet-stream";
        var shape = Shape(response.Status, contentType, response.FieldsOrNull);
        if (response.TrailersOrNull is { } trailers && shape.SendsContent && Received.Version == ProtocolVersion.Http11)
        {
            shape = shape with { Trailers = trailers };
            _state.Trailers = trailers;
            _state.ContentBytes = response.Content.Length;
        }

        return Send(shape, response.Content);
    }

    /// <summary>Answers with a problem, or 404 if it is null.</summary>
    public ExchangeStep Respond(Problem? problem)
    {
        if (problem is null)
        {
            return RespondProblem(StatusCode.NotFound);
        }

        return TakesContent(problem.Status) ? Send(problem.Status, ProblemContent.For(problem, Fields)) : Respond(problem.Status);
    }

    /// <summary>Answers with a status from 400 to 599 that the framework chose, and says so as a problem.</summary>
    public ExchangeStep RespondProblem(StatusCode status) => Send(status, ProblemContent.For(status, Fields));

    /// <summary>Answers 200 with a value as JSON.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="shape">How it is written.</param>
    /// <returns>What the exchange waits for.</returns>
    public ExchangeStep Respond<T>(T value, Shape<T> shape)
    {
        var json = JsonContent.Rent();
        _state.Json = json;
        json.Write(shape, value);
        return Send(Shape(StatusCode.Ok, _state.ContentType ?? JsonContentType), json.Written);
    }

    /// <summary>Answers with a constant response.</summary>
    public ExchangeStep Respond(ConstantResponse response)
    {
        if (BeginResponse())
        {
            _state.UnsentContent = _output.Write(response, SettleConnection(), sendsContent: Received.Method != Method.Head);
        }

        return ExchangeStep.Complete;
    }

    /// <summary>RFC 9110 §9.3.7: what the path can do. Without content a 204 needs no Content-Length.</summary>
    internal ExchangeStep RespondOptions(RouteMethods allowed) => Send(Shape(StatusCode.NoContent, allow: allowed | RouteMethods.Options), default);

    /// <summary>RFC 9110 §15.5.6: a 405 MUST say which methods are allowed.</summary>
    internal ExchangeStep RespondNotAllowed(RouteMethods allowed) =>
        Send(StatusCode.MethodNotAllowed, ProblemContent.For(StatusCode.MethodNotAllowed, Fields), allowed | RouteMethods.Options);

    /// <summary>Refuses the request because of a parameter.</summary>
    /// <returns>False.</returns>
    internal bool Refuse(Source source, BindOutcome outcome, Type type)
    {
        _ = Respond(ParameterProblem.Of(source, outcome, type));
        return false;
    }

    /// <summary>Refuses the request because of its content.</summary>
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

    internal ReadOnlySpan<byte> RestOfPath(int segment) => _path.Rest(Received.Head.Target.Path, segment);

    internal bool TryGetContent(out ReadOnlySequence<byte> content)
    {
        content = _state.Content;
        return _state.HasContent;
    }

    internal void Begin(ParsedRequest request, bool persist)
    {
        _state = default; // clears in place, where a new value would be copied with write barriers
        _state.Request = request;
        _state.Persists = persist;
        _state.MaxContentBytes = DefaultMaxContentBytes;
        _state.HasContent = !request.Framing.HasContent;
    }

    /// <summary>All of the content is written: writes what follows it.</summary>
    internal void WriteTrailers()
    {
        if (_state.Trailers is { } trailers && !_state.IsAborted)
        {
            _output.WriteTrailers(trailers, _state.ContentBytes);
        }
    }

    internal void SetContent(ReadOnlySequence<byte> content)
    {
        _state.Content = content;
        _state.HasContent = true;
    }

    /// <summary>Completes when the suspended handler has answered; to be awaited once.</summary>
    internal ValueTask HandlerCompletion() => (_pending ?? throw new InvalidOperationException("No handler is pending.")).Completion();

    /// <summary>The client is gone: cancels <see cref="Aborted"/>, and what is sent from now on goes nowhere.</summary>
    internal void Abort()
    {
        CancellationTokenSource? aborted;
        lock (_abortGate)
        {
            _state.IsAborted = true;
            aborted = _aborted;
        }

        // Outside the lock: callbacks are the user's.
        aborted?.Cancel();
    }

    /// <summary>Forgets everything; handles of this exchange throw from now on.</summary>
    internal void End()
    {
        Generation++;
        _path.Release();
        _state.Json?.Return();
        _pending = null;
        if (Volatile.Read(ref _aborted) is null)
        {
            // Nobody has asked for the token. Race: an abort that comes now marks an exchange that has ended, and the next one begins by forgetting it.
            _state = default;
            return;
        }

        lock (_abortGate)
        {
            // A source that was cancelled, or may be about to be, is not used again.
            if (_aborted is not null && (_state.IsAborted || !_aborted.TryReset()))
            {
                _aborted = null;
            }

            _state = default;
        }
    }

    // Asked once for each response, when its head is written, so that what it says of the connection is what is done.
    // A stop that began after the request came still closes.
    private ConnectionOption SettleConnection()
    {
        _state.Persists = _state.Persists && !_stopping.IsCancellationRequested;
        return !_state.Persists ? ConnectionOption.Close : Received.Version == ProtocolVersion.Http10 ? ConnectionOption.KeepAlive : ConnectionOption.None;
    }

    // RFC 9110 §15.3.6: a 205 has none, but unlike a 204 it has a Content-Length.
    private static bool TakesContent(StatusCode status) => status.AllowsContent && status != StatusCode.ResetContent;

    private ResponseShape Shape(StatusCode status, string? contentType = null, ResponseFields? fields = null, RouteMethods allow = RouteMethods.None)
    {
        if (status.IsInformational)
        {
            throw new InvalidOperationException($"The status {status.Code} announces a response and is never the final one (RFC 9110 §15.2).");
        }

        return new ResponseShape
        {
            Status = status,
            Connection = SettleConnection(),
            SendsContent = status.AllowsContent && Received.Method != Method.Head,
            ContentType = contentType,
            Fields = fields,
            Allow = allow,
        };
    }

    private ExchangeStep Send(in ResponseShape shape, ReadOnlyMemory<byte> content)
    {
        if (BeginResponse())
        {
            _state.UnsentContent = _output.Write(shape, content);
        }

        return ExchangeStep.Complete;
    }

    private ExchangeStep Send(StatusCode status, ProblemContent problem, RouteMethods allow = RouteMethods.None) =>
        Send(Shape(status, problem.ContentType, allow: allow), problem.Octets);

    /// <summary>Takes the one right to answer.</summary>
    /// <returns>False if the client is gone, so that nothing is to be written.</returns>
    private bool BeginResponse()
    {
        if (_state.HasResponded)
        {
            throw new InvalidOperationException("The exchange already has its response: a request is answered exactly once.");
        }

        _state.HasResponded = !_state.IsAborted;
        return _state.HasResponded;
    }
}
