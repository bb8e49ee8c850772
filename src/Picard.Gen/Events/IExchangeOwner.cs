namespace Picard.Gen;

/// <summary>The driver, which makes what an exchange needs beyond its output when one first needs it.</summary>
internal interface IExchangeOwner
{
    /// <summary>The connection of the exchange.</summary>
    IExchangeConnection Connection { get; }
}
