namespace Picard.Proxy;

/// <summary>The kinds of <see cref="DestinationOutcome"/>.</summary>
internal enum OutcomeKind
{
    Ignored,
    Success,
    Failure,
    FailedCheck,
}
