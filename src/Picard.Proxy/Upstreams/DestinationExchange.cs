namespace Picard.Proxy;

/// <summary>An exchange with a destination. It counts as pending until <see cref="End"/>, which is called exactly once.</summary>
/// <param name="destination">The destination.</param>
/// <param name="epoch">How often the destination had been taken out when it began.</param>
internal readonly struct DestinationExchange(Destination destination, int epoch)
{
    public Destination Destination => destination;

    /// <summary>The exchange is over. Any thread.</summary>
    /// <param name="outcome">What that says about the destination.</param>
    public void End(DestinationOutcome outcome) => destination.End(epoch, outcome);
}
