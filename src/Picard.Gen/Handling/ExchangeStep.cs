namespace Picard.Gen;

/// <summary>What an emitted handler waits for next; the connection's driver does the waiting.</summary>
public enum ExchangeStep
{
    /// <summary>The whole response is written to the output; nothing is awaited.</summary>
    Complete,

    /// <summary>Nothing was sent: the handler needs the complete request content and is called again once it has arrived.</summary>
    ReadContent,

    /// <summary>The user's method is pending; <see cref="Exchange"/> completes when it has answered.</summary>
    AwaitHandler,

    /// <summary>An event handler has the exchange: its machine is advanced from now on.</summary>
    RunMachine,

    /// <summary>The middleware has let the exchange through: the application is called again.</summary>
    Dispatch,
}
