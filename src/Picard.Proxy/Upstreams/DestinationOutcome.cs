namespace Picard.Proxy;

/// <summary>What an exchange says about its destination.</summary>
internal readonly record struct DestinationOutcome
{
    private DestinationOutcome(OutcomeKind kind, RequestFault fault, StatusCode status) => (Kind, Fault, Status) = (kind, fault, status);

    /// <summary>It has answered as it should, whatever the status says to the client.</summary>
    public static DestinationOutcome Success { get; } = new(OutcomeKind.Success, default, default);

    /// <summary>Nothing: the client left, its request was broken, or this process had no connection to spare.</summary>
    public static DestinationOutcome Ignored { get; } = new(OutcomeKind.Ignored, default, default);

    /// <summary>A check of the proxy's own has failed.</summary>
    public static DestinationOutcome FailedCheck { get; } = new(OutcomeKind.FailedCheck, default, default);

    public OutcomeKind Kind { get; }

    /// <summary>The fault, where there is no status.</summary>
    public RequestFault Fault { get; }

    /// <summary>The status, where that is what failed; otherwise <c>default</c>.</summary>
    public StatusCode Status { get; }

    /// <summary>The name of the fault, or the status.</summary>
    public string Reason => Kind switch
    {
        OutcomeKind.FailedCheck => "HealthCheck",
        OutcomeKind.Failure when Status != default => Status.Code.ToString(System.Globalization.CultureInfo.InvariantCulture),
        OutcomeKind.Failure => Fault.ToString(),
        _ => Kind.ToString(),
    };

    /// <summary>The destination did not answer, or not wholly.</summary>
    public static DestinationOutcome Failure(RequestFault fault) => new(OutcomeKind.Failure, fault, default);

    /// <summary>The destination has answered that it cannot, such as with 503.</summary>
    public static DestinationOutcome Failure(StatusCode status) => new(OutcomeKind.Failure, default, status);
}
