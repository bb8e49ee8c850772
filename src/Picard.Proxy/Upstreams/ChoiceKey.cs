namespace Picard.Proxy;

/// <summary>What of a request has a say in its destination.</summary>
internal readonly ref struct ChoiceKey
{
    /// <summary>The token of affinity that the request brings, from the cookie or field of <see cref="UpstreamOptions.Affinity"/>; empty if it brings none.</summary>
    public ReadOnlySpan<byte> Affinity { get; init; }

    /// <summary>The hash of what <see cref="UpstreamOptions.HashBy"/> names (<see cref="RendezvousHash.Of"/>); null if the request does not have it.</summary>
    public ulong? Hash { get; init; }
}
