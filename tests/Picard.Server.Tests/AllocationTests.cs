using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Logging;
using Picard.Gen;
using Picard.Transport;
using static Picard.Server.Tests.Responses;

namespace Picard.Server.Tests;

/// <summary>In steady state the driver allocates nothing for a request.</summary>
[Collection(nameof(TracingTests))] // which listen to the activities of every server in the process
public sealed class AllocationTests
{
    private const int Requests = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void SynchronousExchange_AllocatesNothing(int pipelined)
    {
        var allocated = AllocatedBy(new MemoryLog(), pipelined);

        // Less than an octet a request.
        Assert.InRange(allocated, 0, (Requests * pipelined) - 1);
    }

    [Theory] // performance.md: with information logging on, at most 64 octets for a request
    [InlineData(1)]
    [InlineData(16)]
    public void LoggedExchange_AllocatesAlmostNothing(int pipelined)
    {
        using var log = new DiscardingLog();
        var allocated = AllocatedBy(log, pipelined);
        Assert.Equal(2L * Requests * pipelined, log.Lines);
        Assert.InRange(allocated, 0, 64L * Requests * pipelined);
    }

    private static long AllocatedBy(ILoggerFactory log, int pipelined)
    {
        var server = PicardServer.Create(new Fixed(), new ServerOptions { TimeProvider = new FakeTime(), LoggerFactory = log });
        var (client, accepted) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = PipeScheduler.Inline, Slabs = new SlabPool() });
        server.Accept(accepted);
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Get("/"), pipelined)));
        Exchange(client, requests, Requests);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(client, requests, Requests);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        client.Abort();

        // The slabs are of a pool of their own: what other tests take from the shared one must not count here.
        Assert.Equal(2L * Requests * pipelined, server.Requests);
        return allocated;
    }

    private static void Exchange(TransportConnection client, byte[] requests, int times)
    {
        for (var i = 0; i < times; i++)
        {
            // Everything completes inline: nothing here may wait.
            client.Output.Write(requests);
            AssertCompleted(client.Output.FlushAsync());
            Assert.True(client.Input.TryRead(out var read));
            client.Input.AdvanceTo(read.Buffer.End);
        }
    }

    private static void AssertCompleted(ValueTask<FlushResult> flush) => Assert.True(flush.IsCompletedSuccessfully);

    private sealed class Fixed : IHandler
    {
        private static readonly byte[] s_content = "Hello, World!"u8.ToArray();

        public ExchangeStep Handle(Exchange exchange) => exchange.Respond(s_content.AsMemory());

        public string? RouteOf(Exchange exchange) => "/";
    }

    /// <summary>Wants everything from information on, and keeps nothing.</summary>
    private sealed class DiscardingLog : ILoggerFactory, ILogger
    {
        public int Lines { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines++;

        public void Dispose()
        {
        }
    }
}
