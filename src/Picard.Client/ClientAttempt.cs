using Picard.Client;

namespace Picard;

/// <summary>One request, for what <see cref="ClientOptions.Resilience"/> is: it is sent as often as that asks for, one time after the other.</summary>
public sealed class ClientAttempt
{
    private readonly CancellationToken _caller;
    private ClientCall? _call;
    private Exception? _fault;
    private int _isSending;

    internal ClientAttempt(ClientCall call)
    {
        _call = call;
        _caller = call.Aborted;
        Origin = call.Origin;
        Method = call.Method;
    }

    /// <summary>Whom the request is for.</summary>
    public Origin Origin { get; }

    /// <summary>The method.</summary>
    public Method Method { get; }

    /// <summary>How often it was sent.</summary>
    public int Count { get; private set; }

    /// <summary>The status of the last response; none if there was no response.</summary>
    public StatusCode Status { get; private set; }

    /// <summary>The fields of the last response, such as Retry-After (RFC 9110 §10.2.3).</summary>
    /// <exception cref="InvalidOperationException">There is no response.</exception>
    public FieldSection Fields => Status != default && _call is { } call ? call.Connection.Response.Fields : throw new InvalidOperationException("There is no response whose fields could be looked at.");

    /// <summary>Whether it can be sent once more: not if content was taken from a stream.</summary>
    public bool IsRepeatable => _call is { Content: { IsStreamed: false } or { IsTaken: false } };

    /// <summary>Sends the request and waits for the head of its response. What a former time has brought is thrown away.</summary>
    /// <param name="cancellationToken">Ends this time; once there is a response, only the caller's own token counts.</param>
    /// <exception cref="RequestException">There is no response. If the request is not repeatable, a further time has the outcome of the former, and nothing is sent.</exception>
    /// <exception cref="InvalidOperationException">It is being sent, or is over: requests are not sent beside each other, so hedging is not for this.</exception>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_call is not { } call || Interlocked.Exchange(ref _isSending, 1) != 0)
        {
            throw new InvalidOperationException("A request is sent one time after the other, until its resilience ends.");
        }

        try
        {
            if (Count > 0 && !IsRepeatable)
            {
                RepeatOutcome();
                return;
            }

            Status = default;
            _fault = null;
            await call.SendAttemptAsync(Count++, cancellationToken, _caller).ConfigureAwait(false);
            Status = call.Status;
        }
        catch (Exception fault) when (Note(fault))
        {
            throw;
        }
        finally
        {
            Volatile.Write(ref _isSending, 0);
        }
    }

    /// <summary>The request is not sent any more.</summary>
    internal void End() => _call = null;

    private void RepeatOutcome()
    {
        if (_fault is { } fault)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        }
    }

    private bool Note(Exception fault)
    {
        _fault = fault;
        return false;
    }
}
