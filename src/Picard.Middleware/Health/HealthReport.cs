using System.Buffers;
using System.Text.Json;

namespace Picard;

/// <summary>What all checks have found.</summary>
/// <param name="IsHealthy">Whether all are well.</param>
/// <param name="Findings">Each of them.</param>
internal sealed record HealthReport(bool IsHealthy, IReadOnlyList<HealthFinding> Findings)
{
    public static ReadOnlyMemory<byte> ToJson(string status, IReadOnlyList<HealthFinding> findings)
    {
        var octets = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(octets);
        json.WriteStartObject();
        json.WriteString("status"u8, status);
        json.WriteStartObject("checks"u8);
        foreach (var finding in findings)
        {
            json.WriteStartObject(finding.Name);
            json.WriteString("status"u8, finding.Result.IsHealthy ? "healthy"u8 : "unhealthy"u8);
            json.WriteNumber("milliseconds"u8, (long)finding.Took.TotalMilliseconds);
            if (finding.Result.Reason is { } reason)
            {
                json.WriteString("reason"u8, reason);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return octets.WrittenMemory;
    }
}
