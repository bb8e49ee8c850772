namespace Picard;

/// <summary>What the field Host says to an upstream server.</summary>
public enum HostPolicy
{
    /// <summary>What the client has asked for.</summary>
    Preserve,

    /// <summary>The host of the destination, for servers that tell their sites apart by it.</summary>
    Destination,
}
