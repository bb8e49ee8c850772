namespace Picard.Transport;

/// <summary>What a transport knows of its peer.</summary>
public enum PeerState
{
    /// <summary>The peer may send and, as far as is known, receives.</summary>
    Open,

    /// <summary>The peer has sent FIN: nothing follows the bytes that have arrived. It may still receive.</summary>
    HalfClosed,

    /// <summary>The connection is reset, failed or closed: nothing can be sent.</summary>
    Gone,
}
