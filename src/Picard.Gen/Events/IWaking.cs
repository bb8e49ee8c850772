namespace Picard.Gen;

/// <summary>What delivers the events of exchanges, and may be woken from any thread.</summary>
internal interface IWaking
{
    /// <summary>Something is due in an exchange. Does nothing once that has ended.</summary>
    void Wake(WakeReasons reason, int exchange);
}
