namespace Picard.Server.Tests;

/// <summary>What every test's options begin with: what is injected.</summary>
internal sealed class ServerBasics
{
    public FakeTime Time { get; } = new();

    public MemoryLog Log { get; } = new() { Requests = new MemoryLog() };

    public TestMeters Meters { get; } = new();
}
