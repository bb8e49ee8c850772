namespace Picard.Transport;

/// <summary>What came of the attempt to let an operation wait.</summary>
internal enum ParkOutcome
{
    /// <summary>The operation waits. From now on it belongs to whoever claims it.</summary>
    Parked,

    /// <summary>Something happened since the caller looked: it must look again.</summary>
    LookAgain,
}
