namespace Picard.Http.Fuzz;

/// <summary>What the peer does after its last octet.</summary>
public enum PeerEnd
{
    /// <summary>Nothing: more could come.</summary>
    StaysOpen,

    /// <summary>It closes its side of the connection.</summary>
    Closes,
}
