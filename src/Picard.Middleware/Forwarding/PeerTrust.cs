namespace Picard;

/// <summary>Whether what a peer says of others is believed.</summary>
public enum PeerTrust
{
    /// <summary>It is not.</summary>
    Untrusted,

    /// <summary>It is.</summary>
    Trusted,
}
