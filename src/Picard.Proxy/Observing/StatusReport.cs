using System.Buffers;
using System.Text.Json;

namespace Picard.Proxy;

/// <summary>How a gateway stands, as JSON.</summary>
internal static class StatusReport
{
    public static ReadOnlyMemory<byte> Write(UpstreamStatus upstream, PoolStatistics connections)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("upstream", upstream.Name);
        writer.WriteBoolean("panicking", upstream.IsPanicking);
        writer.WriteNumber("retries", upstream.Retries);
        writer.WriteNumber("retriesRefused", upstream.RetriesRefused);
        WriteConnections(writer, connections);
        writer.WriteStartArray("destinations");
        foreach (var destination in upstream.Destinations)
        {
            WriteDestination(writer, destination);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }

    private static void WriteConnections(Utf8JsonWriter writer, PoolStatistics connections)
    {
        writer.WriteStartObject("connections");
        writer.WriteNumber("open", connections.Open);
        writer.WriteNumber("idle", connections.Idle);
        writer.WriteNumber("connecting", connections.Connecting);
        writer.WriteNumber("waiting", connections.Waiting);
        writer.WriteEndObject();
    }

    private static void WriteDestination(Utf8JsonWriter writer, DestinationStatus destination)
    {
        writer.WriteStartObject();
        writer.WriteString("url", destination.Url);
        writer.WriteString("health", destination.Health switch
        {
            DestinationHealth.Healthy => "healthy",
            DestinationHealth.Ejected => "ejected",
            DestinationHealth.Probing => "probing",
            DestinationHealth.FailingChecks => "failingChecks",
            _ => "draining",
        });
        writer.WriteNumber("pending", destination.Pending);
        writer.WriteNumber("requests", destination.Requests);
        writer.WriteNumber("failures", destination.Failures);
        if (destination.LastFailureAt is { } at)
        {
            writer.WriteString("lastFailureAt", at);
            writer.WriteString("lastFailureReason", destination.LastFailureReason);
        }

        writer.WriteEndObject();
    }
}
