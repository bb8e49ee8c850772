using System.Diagnostics.Tracing;
using System.Globalization;

namespace Picard.Server.Tests;

/// <summary>Counts what the present thread has rented from the shared pool of arrays and not given back, as the pool itself tells it.</summary>
internal sealed class PoolWatch : EventListener
{
    private const int Rented = 1;
    private const int Returned = 3;

    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Elements of the arrays that are rented now.</summary>
    public long Held { get; private set; }

    /// <summary>The most there were at once.</summary>
    public long MostHeld { get; private set; }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The constructor of the base class may already deliver events.
        if (Environment.CurrentManagedThreadId != _thread || eventData.Payload is not { Count: > 1 } payload || eventData.EventId is not (Rented or Returned))
        {
            return;
        }

        var length = Convert.ToInt64(payload[1], CultureInfo.InvariantCulture);
        Held += eventData.EventId == Rented ? length : -length;
        MostHeld = Math.Max(MostHeld, Held);
    }
}
