namespace Picard.Server.Tests;

/// <summary>What every test's options begin with: the network and what is injected.</summary>
internal sealed class ServerBasics(Network network)
{
    public FakeTime Time { get; } = new();

    public MemoryLog Log { get; } = new();

    public IReadOnlyList<string> Urls { get; } =
        [network == Network.UnixSockets ? $"unix:{Path.Combine(Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.sock")}" : "http://127.0.0.1:0"];

    public ServerTransport Transport => network switch
    {
        Network.Sockets => ServerTransport.Sockets,
        Network.EventLoops => ServerTransport.EventLoops,
        _ => ServerTransport.Automatic,
    };
}
