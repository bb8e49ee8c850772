using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Picard;

await PicardServer.RunAsync<App>(args);

[Application]
public partial class App;

/// <summary>Answers every request with a description of it: what the server made of the octets that came.</summary>
[Handler]
public partial class Echo
{
    // The default encoder also escapes what could break out of HTML. Here a person reads the text in a terminal, and a target full of \u0026 is hard to read.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // There is no route, so that everything comes here: any method, any target.
    [Fallback]
    [ContentType("application/json")]
    private ReadOnlyMemory<byte> Describe(Request request, ReadOnlyMemory<byte> content)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, s_options))
        {
            json.WriteStartObject();
            json.WriteString("method", request.Method.Token);
            json.WriteString("target", request.Target);
            json.WriteString("version", request.Version == ProtocolVersion.Http11 ? "HTTP/1.1" : "HTTP/1.0");
            WriteFields(json, "headers", request.Fields);
            json.WriteBase64String("body", content.Span);
            if (request.Trailers.Count > 0)
            {
                WriteFields(json, "trailers", request.Trailers);
            }

            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    // An array of pairs and not an object: order, spelling and repetitions are part of what was received.
    private static void WriteFields(Utf8JsonWriter json, string property, FieldSection fields)
    {
        json.WriteStartArray(property);
        foreach (var field in fields)
        {
            json.WriteStartArray();
            // RFC 9110 §5.5: a field value is octets. Latin-1 gives each of them a character of its own, so none is lost.
            json.WriteStringValue(Encoding.Latin1.GetString(field.Name));
            json.WriteStringValue(Encoding.Latin1.GetString(field.Value));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
