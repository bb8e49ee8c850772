namespace Picard.Client;

/// <summary>What an event brings that says no more than its name. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct UpstreamEvent
{
    private readonly Upstream _upstream;

    internal UpstreamEvent(Upstream upstream) => _upstream = upstream;

    /// <summary>The server.</summary>
    public static implicit operator Upstream(UpstreamEvent argument) => argument._upstream;

    /// <summary>Cancelled when the exchange is given up.</summary>
    public static implicit operator CancellationToken(UpstreamEvent argument) => argument._upstream.Aborted;
}
