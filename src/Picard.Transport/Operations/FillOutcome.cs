namespace Picard.Transport;

/// <summary>What a transport had for its reader.</summary>
internal enum FillOutcome
{
    /// <summary>Bytes: they are in the reader's buffer.</summary>
    Received,

    /// <summary>The peer's FIN, or a fault: nothing will follow.</summary>
    Ended,

    /// <summary>Nothing now. The transport signals when that changes.</summary>
    Nothing,
}
