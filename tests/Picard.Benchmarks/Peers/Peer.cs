namespace Picard.Benchmarks;

/// <summary>A server that can be started on a port of the loopback address: ours, or one it is compared with.</summary>
/// <param name="Name">The name used on the command line and in reports.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Command">The program and its arguments for a port; null where it is not installed.</param>
internal sealed record Peer(string Name, string Description, Func<int, IReadOnlyList<string>?> Command)
{
    /// <summary>The target of the plaintext request; nginx and haproxy answer every target.</summary>
    public string PlaintextTarget { get; init; } = "/plaintext";

    /// <summary>True where <c>/stats</c> tells the bytes allocated so far.</summary>
    public bool TellsAllocation { get; init; }
}
