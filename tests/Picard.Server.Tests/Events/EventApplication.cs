using System.Buffers;
using Picard.Gen;

namespace Picard.Server.Tests;

/// <summary>Event handlers, as users write them.</summary>
[Application]
internal sealed partial class EventApplication(EventLog log, Chance chance)
{
    [Provides] private readonly EventLog _log = log;
    [Provides] private readonly Chance _chance = chance;

    public static IHandler Create(EventLog? log = null, Chance? chance = null) => Create(new Given(log ?? new EventLog(), chance ?? new Chance(0)));

    private static IHandler Create(IServiceProvider services) => CreateOf<EventApplication>(services);

    private static IHandler CreateOf<TApplication>(IServiceProvider services)
        where TApplication : class, IApplication<TApplication> => TApplication.CreateHandler(services);

    private sealed class Given(EventLog log, Chance chance) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(EventLog) ? log : serviceType == typeof(Chance) ? chance : null;
    }
}

// As product.md prints it.
[Handler("POST /echo")]
public partial class Echo
{
    [OnRequest] private void Begin(in RequestHead request) => Downstream.Begin(StatusCode.Ok, request.ContentLength);
    [OnContent] private Flow Chunk(ReadOnlySequence<byte> chunk) => Downstream.Write(chunk);
    [OnEnd] private void End() => Downstream.Complete();
}

// As product.md prints it.
[Handler("GET /ticks")]
public partial class Ticks
{
    private long _next;                                       // per exchange
    [OnRequest] private void Begin() { Downstream.Begin(StatusCode.Ok); Produce(); }
    [OnResume]
    private void Produce()
    {
        while (_next < 1_000_000 && Downstream.Write($"{_next++}\n") == Flow.Ready) { }
        if (_next == 1_000_000) { Downstream.Complete(); }
    }
    [OnAbort] private void Abort(AbortReason reason) { }
}
