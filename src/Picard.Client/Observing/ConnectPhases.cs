namespace Picard.Client;

/// <summary>How long the phases of one connect took. Written by whoever connects, and read once the connection is there.</summary>
internal sealed class ConnectPhases
{
    public TimeSpan Resolve { get; set; }

    /// <summary>Connecting, and the tunnel of a proxy.</summary>
    public TimeSpan Connect { get; set; }

    public TimeSpan Tls { get; set; }
}
