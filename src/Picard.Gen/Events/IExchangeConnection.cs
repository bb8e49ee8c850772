namespace Picard.Gen;

/// <summary>The connection of an exchange, as far as events reach beyond their own thread and output. Implemented by the driver.</summary>
internal interface IExchangeConnection
{
    /// <summary>Why the exchange was aborted, once it is.</summary>
    AbortReason AbortedBy { get; }

    /// <summary>What writes content of route handlers.</summary>
    ResponseContent Content { get; }

    /// <summary>The fields of responses that route handlers write themselves.</summary>
    ResponseFields Fields { get; }

    /// <summary>Ends the driver's wait, whatever it waits for, so that it asks the machine what is due. From any thread.</summary>
    void Wake();

    /// <summary>Has a machine woken for its timer after a time, in place of a wake-up that is still to come. From the exchange's events only.</summary>
    void WakeAfter(TimeSpan time, ExchangeMachine machine, int exchange);

    /// <summary>Sends what is written and then octets from the caller's memory, and waits until the peer has taken them. From an event, which awaits it.</summary>
    /// <returns>Closed: the peer is gone. Otherwise ready.</returns>
    ValueTask<Flow> WriteAsync(ExchangeMachine machine, ReadOnlyMemory<byte> content);

    /// <summary>Sends what is written and then octets from the caller's memory, and waits until the peer has taken them. From the task of a route handler, which awaits it.</summary>
    /// <returns>False: the peer is gone.</returns>
    ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> content);

    /// <summary>Aborts the exchange, and with it the connection, whoever waits for what. From any thread.</summary>
    void Abort(AbortReason reason);
}
