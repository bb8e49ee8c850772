namespace Picard.Http;

/// <summary>
/// The two sides of an exchange and what may happen on each: a table, so that all of it is seen at once. A cell is the state that
/// follows; an empty cell is an event that must not happen in that state.
/// <code>
///              Interim  HeadWithContent  HeadAlone  Content  End   EndAndClose  SwitchToTunnel  Fail
///   Head       Head*    Content          Done       -        -     MustClose    Tunnel          Failed
///   Content    -        -                -          Content  Done  MustClose    -               Failed
///   Done       -        -                -          -        -     MustClose    Tunnel**        Failed
///   MustClose  -        -                -          -        -     -            -               Failed
///   Tunnel     -        -                -          -        -     MustClose    -               Failed
///   Failed     -        -                -          -        -     -            -               Failed
///   *  the response only    ** the request only: its response made a tunnel of it
/// </code>
/// The sides are independent but for two rules. A response may be complete before its request is (RFC 9112 §9.5), and then the rest of the
/// request decides about reuse. Both sides become a tunnel at once. How octets become events, and who waits for what, is not its business.
/// </summary>
public struct ExchangeTransitions
{
    private const byte No = byte.MaxValue;
    private const int EventCount = 8;

    private static ReadOnlySpan<byte> Table =>
    [
        0, 1, 2, No, No, 3, 4, 5,
        No, No, No, 1, 2, 3, No, 5,
        No, No, No, No, No, 3, 4, 5,
        No, No, No, No, No, No, No, 5,
        No, No, No, No, No, 3, No, 5,
        No, No, No, No, No, No, No, 5,
    ];

    /// <summary>What the request is expected to bring next.</summary>
    public ExchangeState Request { get; private set; }

    /// <summary>What the response is expected to bring next.</summary>
    public ExchangeState Response { get; private set; }

    /// <summary>Whether the connection can carry another exchange: both sides are done and neither asked for its end.</summary>
    public readonly bool CanReuse => Request == ExchangeState.Done && Response == ExchangeState.Done;

    /// <summary>Whether the connection can only be closed: the response is complete or impossible, and reuse is out of the question.</summary>
    public readonly bool MustClose =>
        Response is ExchangeState.Failed or ExchangeState.MustClose
        || (Response == ExchangeState.Done && Request is ExchangeState.Failed or ExchangeState.MustClose);

    /// <summary>Applies an event of the request.</summary>
    /// <returns>False if it must not happen now; nothing has changed then.</returns>
    public bool TryApplyRequest(ExchangeEvent happened)
    {
        // A request becomes a tunnel by its response only, and has no interim heads.
        if (happened is ExchangeEvent.Interim or ExchangeEvent.SwitchToTunnel || !TryNext(Request, happened, out var next))
        {
            return false;
        }

        Request = next;
        return true;
    }

    /// <summary>Applies an event of the response.</summary>
    /// <returns>False if it must not happen now; nothing has changed then.</returns>
    public bool TryApplyResponse(ExchangeEvent happened)
    {
        if (!TryNext(Response, happened, out var next))
        {
            return false;
        }

        if (happened == ExchangeEvent.SwitchToTunnel)
        {
            // RFC 9110 §7.8 and §9.3.6: the switch comes after a complete request, and instead of a response's content.
            if (Request != ExchangeState.Done || Response != ExchangeState.Head)
            {
                return false;
            }

            Request = ExchangeState.Tunnel;
        }

        Response = next;
        return true;
    }

    /// <summary>Begins the next exchange on the same connection.</summary>
    /// <exception cref="InvalidOperationException">The connection cannot be used again: see <see cref="CanReuse"/>.</exception>
    public void Reuse()
    {
        if (!CanReuse)
        {
            throw new InvalidOperationException($"RFC 9112 §9.3: a connection is used again only after a complete request ({Request}) and its complete response ({Response}).");
        }

        this = default;
    }

    private static bool TryNext(ExchangeState state, ExchangeEvent happened, out ExchangeState next)
    {
        var cell = Table[((int)state * EventCount) + (int)happened];
        next = (ExchangeState)cell;
        return cell != No;
    }
}
