namespace Picard;

/// <summary>How an upstream's destination is chosen for a request (<see cref="UpstreamOptions.Balance"/>). Only those that are healthy are looked at.</summary>
public enum UpstreamBalance
{
    /// <summary>Of two that are picked at random, the one with fewer exchanges under way: nearly as even as <see cref="LeastPending"/>, at the cost of two looks, and without several proxies running to the same one.</summary>
    PowerOfTwoChoices,

    /// <summary>Each in turn.</summary>
    RoundRobin,

    /// <summary>The one with the fewest exchanges under way; looks at each of them for each request.</summary>
    LeastPending,

    /// <summary>Requests with the same <see cref="UpstreamOptions.HashBy"/> go to the same one, by rendezvous hashing: where one of N leaves, only its share of 1/N moves. Looks at each of them for each request.</summary>
    ConsistentHash,
}
