namespace Picard;

/// <summary>What became of a write, and whether another may follow.</summary>
public enum Flow
{
    /// <summary>Accepted; write on.</summary>
    Ready,

    /// <summary>Accepted, but the client takes what is written more slowly than it comes: stop until the resume event.</summary>
    Paused,

    /// <summary>Not accepted: the client is gone, or wants no content (HEAD). Nothing that is written reaches it.</summary>
    Closed,
}
