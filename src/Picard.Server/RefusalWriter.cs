using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Picard.Server;

/// <summary>Writes the one response to a request that broke a rule or a limit: a 4xx or 5xx with a problem (RFC 9457) that says which, and <c>Connection: close</c>. Logs and counts it.</summary>
internal static class RefusalWriter
{
    // As in other problems, apostrophes stay what they are.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the response; it is not flushed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="refusal">What it says.</param>
    /// <param name="server">The server that refuses.</param>
    /// <param name="method">The method of the request, as far as it is known.</param>
    /// <returns>The octets of its content.</returns>
    public static int Write(PipeWriter output, in Refusal refusal, ServerShared server, Method method)
    {
        var status = refusal.Status;
        ServerEvents.RequestRefused(server.Log, status.Code, refusal.Detail);
        server.Metrics.CountRefusal(refusal);

        // Not on the request path: a refusal may allocate, and ends its connection.
        var problem = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(problem, s_json))
        {
            json.WriteStartObject();
            json.WriteString("title"u8, status.ReasonPhrase);
            json.WriteNumber("status"u8, status.Code);
            json.WriteString("detail"u8, refusal.Detail);
            json.WriteEndObject();
        }

        output.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status.Code} {status.ReasonPhrase}\r\n"));
        output.Write(server.Date.Line());
        output.Write(Encoding.ASCII.GetBytes($"Content-Type: application/problem+json\r\nContent-Length: {problem.WrittenCount}\r\nConnection: close\r\n\r\n"));
        if (method == Method.Head)
        {
            // RFC 9110 §9.3.2: a response to HEAD has no content.
            return 0;
        }

        output.Write(problem.WrittenSpan);
        return problem.WrittenCount;
    }
}
