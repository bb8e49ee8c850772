namespace Picard;

/// <summary>Whether pages from the public internet may send requests into the private network that the server is in.</summary>
public enum PrivateNetworkAccess
{
    /// <summary>Nothing is said of it, which refuses it in browsers that ask.</summary>
    Unspecified,

    /// <summary>They may, where their origin is allowed.</summary>
    Allow,
}
