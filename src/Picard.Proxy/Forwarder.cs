using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Picard.Client;
using Picard.Gen;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>Forwards one request and its response. Used for one exchange after another.</summary>
/// <remarks>
/// <code>
/// 1 look at it ─► 2 its methods ─► 3 choose ─► 4 head ─► 5 content ∥ response head ─► 6 answer ─► 7 content, trailers
///      └► 508, 501      └► answered     └► 502, 503, 504, or 3 again with another destination          └► tunnel
/// </code>
/// Only the content of the request is sent beside the rest (Forwarder.Request.cs), and only where it has not all arrived with its head. What one side does not take is not read from the other.
/// Invariant: once the response has begun, nothing but its end or a reset tells the client how it went.
/// </remarks>
internal sealed partial class Forwarder(Gateway gateway) : IForwarded
{
    private ProxyTransforms? _transforms;
    private Exchange? _exchange;
    private Relay? _relay;
    private ClientCall? _call;
    private UpstreamSet _upstream = null!;
    private DestinationExchange _destination;
    private Destination? _failed;
    private Origin? _sentTo;
    private bool _isChosen;
    private bool _isTrusted;
    private bool _isLogged;
    private long _began;

    // Whether the response was read to its end, so that its connection may be used again.
    private bool _isRead;

    /// <summary>What is forwarded.</summary>
    public Exchange Exchange => _exchange ?? throw new InvalidOperationException("What a proxy's method gets is valid during the method.");

    /// <summary>What is changed of the request's fields.</summary>
    public FieldChanges RequestChanges { get; } = new();

    /// <summary>What is changed of the response's fields.</summary>
    public FieldChanges ResponseChanges { get; } = new();

    /// <summary>Why the exchange ended without being completed; null: it has not.</summary>
    public AbortReason? EndedBy { get; private set; }

    /// <summary>The target that a method has set.</summary>
    public string? Target { get; set; }

    /// <summary>The response, once there is one.</summary>
    public ParsedResponse Response => (_call ?? throw new InvalidOperationException("There is no response yet, or no more.")).Connection.Response;

    /// <summary>Begins with an exchange.</summary>
    public void Begin(Exchange exchange, UpstreamSet upstream, ProxyTransforms? transforms)
    {
        _isLogged = gateway.RequestLog.IsEnabled(LogLevel.Information);
        _began = _isLogged ? gateway.Options.TimeProvider.GetTimestamp() : 0;
        _exchange = exchange;
        _upstream = upstream;
        _transforms = transforms;
        transforms?.Begin(this);
    }

    /// <summary>Forwards the request and answers it.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    public async ValueTask RunAsync()
    {
        var exchange = Exchange;
        try
        {
            if (TryAnswerHere())
            {
                return;
            }

            _relay = exchange.OpenRelay();
            _isTrusted = gateway.ClientFields.Trusts(exchange.RemoteEndPoint);
            if (_transforms is { } transforms)
            {
                await transforms.RequestAsync(new ForwardedRequest(this)).ConfigureAwait(false);
                if (exchange.HasResponded)
                {
                    return;
                }
            }

            GatherContent();
            if (await TrySendAsync().ConfigureAwait(false))
            {
                await AnswerAsync().ConfigureAwait(false);
            }
        }
        catch (RequestException fault)
        {
            Fail(fault);
        }
        catch (OperationCanceledException) when (exchange.Aborted.IsCancellationRequested)
        {
            EndedBy = exchange.AbortedBy;
            NoteClientGone();
            throw new ExchangeException(exchange.AbortedBy, "The client is gone.");
        }
        catch (ExchangeException gone) when (gone.Fault == AbortReason.ClientGone)
        {
            EndedBy = gone.Fault;
            NoteClientGone();
            throw;
        }
        catch (ExchangeException other) when (NoteEnd(other.Fault))
        {
            throw;
        }
        catch when (NoteEnd(AbortReason.HandlerFailed))
        {
            throw;
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>RFC 9110 §7.6.3 and §7.6.2: what goes in circles, and what has gone as far as it may, is answered here.</summary>
    private bool TryAnswerHere()
    {
        var fields = Exchange.Fields;
        if (!gateway.StatusPath.IsEmpty && Exchange.Head.Target.Path.SequenceEqual(gateway.StatusPath.Span))
        {
            AnswerStatus();
            return true;
        }

        if (fields.Contains(KnownField.Via) && gateway.Via.CountIn(fields) > gateway.Options.MaxLoops)
        {
            _ = Exchange.Respond(new Problem(StatusCode.LoopDetected) { Detail = "The request has come by here before: its way is a circle." });
            return true;
        }

        if (!LimitsForwards(Exchange.Method) || !fields.TryGet(KnownField.MaxForwards, out var value) || !TryReadForwards(value, out var left) || left > 0)
        {
            return false;
        }

        _ = Exchange.Method == Method.Options ? Exchange.Respond(StatusCode.NoContent) : Exchange.RespondProblem(StatusCode.NotImplemented);
        return true;
    }

    private void AnswerStatus()
    {
        if (!ClientFields.IsIn(gateway.Options.StatusClients, Exchange.RemoteEndPoint))
        {
            _ = Exchange.RespondProblem(StatusCode.NotFound);
            return;
        }

        var report = Picard.Response.Bytes(StatusCode.Ok, StatusReport.Write(gateway.Status, gateway.Connections), "application/json");
        report.Fields.Set(KnownField.CacheControl, "no-store");
        _ = Exchange.Respond(report);
    }

    /// <summary>Sends the request, to a second destination if the first does not take it.</summary>
    /// <returns>False: it was answered here.</returns>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<bool> TrySendAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Choose(_failed) is not { } destination)
            {
                _ = Exchange.Respond(gateway.Unavailable);
                return false;
            }

            _destination = destination.Begin();
            _sentTo = destination.Origin;
            _isChosen = true;
            try
            {
                await SendOnceAsync(destination).ConfigureAwait(false);
                return true;
            }
            catch (RequestException fault) when (MayRetry(fault, attempt))
            {
                ProxyEvents.Retried(gateway.Log, _upstream.Options.Name, destination.Origin.Authority, fault.Message);
                EndDestination(OutcomeOf(fault));
                await EndCallAsync(isRead: false).ConfigureAwait(false);
                _failed = destination;
            }
        }
    }

    private Destination? Choose(Destination? failed)
    {
        var options = _upstream.Options;
        var key = new ChoiceKey
        {
            Affinity = options.Affinity is { } affinity ? RequestKeys.TokenOf(affinity, Exchange.Fields) : default,
            Hash = options.HashBy is { } hash ? RequestKeys.HashOf(hash, Exchange) : null,
        };
        return _upstream.Choose(key, failed);
    }

    /// <summary>RFC 9110 §9.2.2: what the server cannot have acted on is sent again, and so is what is idempotent and had no octet of a response; if all of it is still there.</summary>
    private bool MayRetry(RequestException fault, int attempt) =>
        attempt < _upstream.Options.MaxAttempts
        && !IsContentTaken
        && fault.Fault is not (RequestFault.PoolFull or RequestFault.PoolTimeout)
        && (fault.IsRetryable || (fault.IsUnanswered && Exchange.Method.IsIdempotent))
        && !Exchange.HasResponded
        && !Exchange.IsAborted
        && _upstream.TryTakeRetry();

    private ValueTask SendOnceAsync(Destination destination)
    {
        _call = gateway.Client.Forward(Exchange.Method, destination.Origin, this);
        _call.MeasuresPhases = _isLogged;
        WriteRequest(destination.Origin);
        return _call.SendAsync(Exchange.Aborted);
    }

    /// <summary>There will be no whole response of the upstream server's: says so, to whom it can still be said.</summary>
    private void Fail(RequestException fault)
    {
        var outcome = OutcomeOf(fault);
        var (name, destination) = (_upstream.Options.Name, fault.Authority);
        if (_isChosen)
        {
            EndDestination(outcome);
        }

        if (Exchange.HasResponded)
        {
            EndedBy = AbortReason.UpstreamFailed;
            ProxyEvents.BrokenOff(gateway.Log, name, destination, fault.Message);
            _relay!.Abort(AbortReason.UpstreamFailed);
            return;
        }

        var answer = gateway.AnswerTo(fault.Fault);
        ProxyEvents.NotAnswered(gateway.Log, name, destination, fault.Message, answer.Status.Code);
        _ = Exchange.Respond(answer);
    }

    private static DestinationOutcome OutcomeOf(RequestException fault) =>
        fault.Fault is RequestFault.PoolFull or RequestFault.PoolTimeout ? DestinationOutcome.Ignored : DestinationOutcome.Failure(fault.Fault);

    /// <summary>Notes what is not ours to handle, which goes on to the server.</summary>
    private bool NoteEnd(AbortReason reason)
    {
        EndedBy = reason;
        return false;
    }

    private void NoteClientGone()
    {
        if (!Exchange.HasResponded && Exchange.AbortedBy == AbortReason.ClientGone)
        {
            Exchange.NoteClientGone();
        }
    }

    private void EndDestination(in DestinationOutcome outcome)
    {
        _isChosen = false;
        var destination = _destination;
        _destination = default;
        destination.End(outcome);
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask EndCallAsync(bool isRead)
    {
        if (_call is { } call)
        {
            _call = null;
            await call.EndAsync(isRead).ConfigureAwait(false);
        }
    }

    private void LogRequest()
    {
        // Limit: of a target in the log: enough to recognize it, too little to fill a log with.
        const int MaxTargetBytes = 256;
        var target = Exchange.Head.Target.Raw;
        var timings = _call?.Timings ?? default;
        ProxyEvents.Forwarded(
            gateway.RequestLog,
            Exchange.Method.Token,
            System.Text.Encoding.ASCII.GetString(target[..Math.Min(target.Length, MaxTargetBytes)]),
            Exchange.ResponseStatus.Code,
            Exchange.ResponseContentBytes,
            _sentTo!.Authority,
            gateway.Options.TimeProvider.GetElapsedTime(_began).TotalMilliseconds,
            timings.PoolWait.TotalMilliseconds,
            timings.Connect.TotalMilliseconds,
            timings.FirstByte.TotalMilliseconds);
    }

    /// <summary>Ends the exchange with the upstream server, however far it has come, and forgets everything.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask EndAsync()
    {
        if (_sentTo is not null && _isLogged)
        {
            LogRequest();
        }

        await EndCallAsync(_isRead).ConfigureAwait(false);
        if (_isChosen)
        {
            EndDestination(_isRead ? DestinationOutcome.Success : DestinationOutcome.Ignored);
        }

        try
        {
            _transforms?.End(EndedBy);
        }
        finally
        {
            Forget();
        }
    }

    private void Forget()
    {
        RequestChanges.Clear();
        ResponseChanges.Clear();
        Target = null;
        EndedBy = null;
        _failed = null;
        _sentTo = null;
        _exchange = null;
        _relay = null;
        _transforms = null;
        _isRead = false;
        _isContentTaken = 0;
        _gathered = default;
        _pieces.Release();
        gateway.Return(this);
    }
}
