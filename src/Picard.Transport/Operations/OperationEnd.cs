namespace Picard.Transport;

/// <summary>How a waiting operation came to its end.</summary>
internal enum OperationEnd
{
    /// <summary>There is something to say: bytes, the end, a fault.</summary>
    Ready,

    /// <summary>CancelPendingRead or CancelPendingFlush.</summary>
    Cancelled,

    /// <summary>The operation's own token.</summary>
    TokenCancelled,
}
