using System.Buffers;
using System.Text;
using System.Text.Json;
using Picard;

/// <summary>Requests from the standard input, one after the other; for each a line of JSON that says what came of it.</summary>
internal static class Lines
{
    public static async Task<int> RunAsync(CancellationToken stop)
    {
        await using var client = new PicardClient(new ClientOptions { TotalTimeout = TimeSpan.FromSeconds(2) });
        using var input = new StreamReader(Console.OpenStandardInput());
        await using var output = Console.OpenStandardOutput();
        try
        {
            while (await input.ReadLineAsync(stop) is { } line)
            {
                if (line.Length > 0)
                {
                    await output.WriteAsync(await AnswerAsync(client, line, stop), stop);
                    await output.FlushAsync(stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl+C: what was asked for already is answered.
        }

        return 0;
    }

    private static async Task<ReadOnlyMemory<byte>> AnswerAsync(PicardClient client, string line, CancellationToken stop)
    {
        try
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || !Method.TryParse(Encoding.ASCII.GetBytes(line[..space]), out var method))
            {
                return Failed($"'{line}' is not a method and a URL.");
            }

            await using var response = await client.SendAsync(new ClientRequest(method, line[(space + 1)..].Trim()), stop);
            var content = await response.ReadAllAsync();
            return Succeeded(response, content);
        }
        catch (Exception fault) when (fault is RequestException or ArgumentException or UriFormatException)
        {
            return Failed(fault.Message);
        }
    }

    private static ReadOnlyMemory<byte> Succeeded(ClientResponse response, byte[] content) => Line(json =>
    {
        json.WriteBoolean("ok"u8, true);
        json.WriteNumber("status"u8, response.Status.Code);
        json.WriteStartArray("headers"u8);
        foreach (var field in response.Fields)
        {
            json.WriteStartArray();
            json.WriteStringValue(Encoding.Latin1.GetString(field.Name));
            json.WriteStringValue(Encoding.Latin1.GetString(field.Value));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteBase64String("body"u8, content);
    });

    private static ReadOnlyMemory<byte> Failed(string why) => Line(json =>
    {
        json.WriteBoolean("ok"u8, false);
        json.WriteString("error"u8, why);
    });

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> write)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(octets))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        octets.Write("\n"u8);
        return octets.WrittenMemory;
    }
}
