namespace Picard.Gen;

/// <summary>What an exchange's machine cannot go on without. The driver of the connection does the waiting.</summary>
public enum MachineStep
{
    /// <summary>Nothing: an event has been delivered, and the next may be due.</summary>
    Next,

    /// <summary>The end of an event that is pending.</summary>
    AwaitEvent,

    /// <summary>The next piece of the request content.</summary>
    AwaitContent,

    /// <summary>The peer, to take what has been written.</summary>
    AwaitDrain,

    /// <summary>The peer, to take the content of a whole response from its owner's memory.</summary>
    AwaitSent,

    /// <summary>A write that an event has begun and not awaited: a mistake of the handler's.</summary>
    AwaitWrite,

    /// <summary>A signal, the timer, or an abort.</summary>
    AwaitWake,

    /// <summary>Nothing ever: the exchange has ended with its response complete.</summary>
    Done,

    /// <summary>Nothing ever: the exchange has ended without a complete response.</summary>
    Aborted,
}
