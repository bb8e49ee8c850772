namespace Picard.Transport.Tests;

/// <summary>A transport, as the contract sees it: something that makes connected pairs.</summary>
public abstract class TestNetwork
{
    /// <summary>A pool of its own, so that a leaked slab is seen.</summary>
    public virtual SlabPool Slabs { get; } = new();

    public abstract ValueTask<ConnectedPair> ConnectAsync();

    /// <summary>Stops listening.</summary>
    public virtual ValueTask StopAsync() => ValueTask.CompletedTask;
}
