using System.IO.Pipelines;
using System.Net;
using Picard.Gen;
using Picard.Transport;

namespace Picard.Proxy.Tests.Corpus;

/// <summary>A server in memory, and the way to it.</summary>
internal sealed class ServedInMemory(IHandler handler) : TransportConnector, IAsyncDisposable
{
    private readonly PicardServer _server = PicardServer.Create(handler, new ServerOptions { LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance });

    public override ValueTask<TransportConnection> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.ThreadPool });
        _server.Accept(accepted);
        return new ValueTask<TransportConnection>(client);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
