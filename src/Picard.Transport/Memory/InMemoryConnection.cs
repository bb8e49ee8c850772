namespace Picard.Transport;

/// <summary>Makes connections that never leave the process. They behave as TCP does: half-close, reset, and a bounded backlog in each direction.</summary>
public static class InMemoryConnection
{
    /// <summary>Makes a connection.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <returns>Its two ends.</returns>
    /// <exception cref="ArgumentException">The watermarks are not valid.</exception>
    public static InMemoryPair CreatePair(InMemoryOptions? options = null) => InMemoryEnd.CreatePair(options ?? new InMemoryOptions());
}
