using System.IO.Pipelines;

namespace Picard.Transport.Tests;

/// <summary>The two ends of one connection under test.</summary>
public sealed class ConnectedPair(TransportConnection client, TransportConnection server) : IAsyncDisposable
{
    public TransportConnection Client { get; } = client;

    public TransportConnection Server { get; } = server;

    /// <summary>Where the tests read: the server end.</summary>
    public PipeReader Reader => Server.Input;

    /// <summary>Where the tests write: the client end.</summary>
    public PipeWriter Writer => Client.Output;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
