using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using Picard.Transport;

namespace Picard.Client.Tests.Pool;

/// <summary>Makes in-memory connections when the test wants it to.</summary>
internal sealed class TestSource : ConnectionSource
{
    private readonly ConcurrentQueue<PooledTransport> _made = [];
    private int _count;

    /// <summary>Every connection made, in order.</summary>
    public IReadOnlyList<PooledTransport> Made => [.. _made];

    /// <summary>How connections are made: at once if nothing else is said.</summary>
    public Func<Origin, CancellationToken, ValueTask<TransportConnection>>? OnConnect { get; set; }

    /// <summary>Whether an address has left its name's records.</summary>
    public Func<EndPoint?, bool>? OnDeparture { get; set; }

    /// <summary>Where continuations of the connections run.</summary>
    public PipeScheduler Scheduler { get; init; } = PipeScheduler.Inline;

    public PooledTransport Make(TestLoop? loop = null)
    {
        var (client, server) = InMemoryConnection.CreatePair(new InMemoryOptions { Scheduler = Scheduler });
        var made = new PooledTransport(client, server, Interlocked.Increment(ref _count) % 60_000) { Loop = loop };
        _made.Enqueue(made);
        return made;
    }

    public override ValueTask<TransportConnection> ConnectAsync(Origin origin, CancellationToken cancellationToken) =>
        OnConnect is { } connect ? connect(origin, cancellationToken) : new(Make());

    public override bool IsDeparted(Origin origin, EndPoint? address) => OnDeparture is { } departure && departure(address);
}
