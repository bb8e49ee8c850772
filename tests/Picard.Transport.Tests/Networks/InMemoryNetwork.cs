namespace Picard.Transport.Tests;

public sealed class InMemoryNetwork : TestNetwork
{
    public override ValueTask<ConnectedPair> ConnectAsync()
    {
        var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Slabs = Slabs });
        return ValueTask.FromResult(new ConnectedPair(client, server));
    }
}
