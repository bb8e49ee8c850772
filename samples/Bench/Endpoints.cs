using System.Buffers;
using System.Numerics;
using System.Text.Json;
using Picard;

/// <summary>What measurements ask for. Each answer is made per request, but for the constant of /plaintext.</summary>
[Handler]
public partial class Endpoints
{
    // Limit: of what a measurement sends or asks for in one message; it is memory that this process then holds.
    private const int MaxBytes = 1_073_741_824;

    private static byte[] s_zeros = [];

    [Get("/plaintext")]
    string Plaintext() => "Hello, World!";

    [Get("/json"), ContentType("application/json")]
    ReadOnlyMemory<byte> Message()
    {
        var json = JsonAnswer.Begin();
        json.WriteStartObject();
        json.WriteString("message"u8, "Hello, World!");
        json.WriteEndObject();
        return JsonAnswer.End();
    }

    [Get("/users/{id}"), ContentType("application/json")]
    ReadOnlyMemory<byte> User(int id)
    {
        var json = JsonAnswer.Begin();
        json.WriteStartObject();
        json.WriteNumber("id"u8, id);
        json.WriteString("name"u8, "Ada");
        json.WriteEndObject();
        return JsonAnswer.End();
    }

    [Post("/json"), ContentType("application/json")]
    Response Add(ReadOnlySequence<byte> content)
    {
        if (!Addends.TryRead(content, out var addends))
        {
            return Response.Text(StatusCode.BadRequest, "The content is not a JSON object with the numbers x and y.\n");
        }

        var json = JsonAnswer.Begin();
        json.WriteStartObject();
        json.WriteNumber("sum"u8, (long)addends.X + addends.Y);
        json.WriteEndObject();
        return new Response(StatusCode.Ok) { Content = JsonAnswer.End() };
    }

    [Get("/bytes/{n:range(0,1073741824)}")]
    ReadOnlyMemory<byte> Bytes(int n)
    {
        var zeros = s_zeros;
        if (zeros.Length < n)
        {
            // Race: two requests may both make an array. Either may stay, since all are the same.
            s_zeros = zeros = new byte[BitOperations.RoundUpToPowerOf2((uint)n)];
        }

        return zeros.AsMemory(0, n);
    }

    [Post("/upload"), ContentType("application/json"), MaxContent(MaxBytes)]
    ReadOnlyMemory<byte> Upload(ReadOnlySequence<byte> content)
    {
        var json = JsonAnswer.Begin();
        json.WriteStartObject();
        json.WriteNumber("received"u8, content.Length);
        json.WriteEndObject();
        return JsonAnswer.End();
    }

    [Post("/echo"), MaxContent(MaxBytes)]
    Response Echo(ReadOnlyMemory<byte> content, [Header("content-type")] string? contentType) =>
        new(StatusCode.Ok) { Content = content, ContentType = contentType };
}
