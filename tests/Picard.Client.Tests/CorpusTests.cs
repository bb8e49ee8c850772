using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Picard.Client.Tests;

/// <summary>The responses of the corpus, served to the client whole and octet by octet.</summary>
public sealed class CorpusTests : IAsyncDisposable
{
    private static readonly Dictionary<string, JsonElement> s_cases = Load();

    private readonly ScriptedNetwork _network = new();
    private readonly PicardClient _client;

    public CorpusTests() => _client = new PicardClient(new ClientOptions { Connector = _network });

    public static TheoryData<string> Accepted => Ids(static expect => Text(expect, "strict") == "accept");

    // What the corpus leaves open for responses is refused: each is read differently by different peers.
    public static TheoryData<string> Refused => Ids(static expect => Text(expect, "strict") is "reject" or "either");

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public void EveryCase_IsServed() => Assert.Equal((66, 108), (Accepted.Count, Refused.Count));

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Response_IsGivenAsItIs(string id)
    {
        var expect = s_cases[id].GetProperty("expect");
        foreach (var pieceBytes in new[] { int.MaxValue, 1 })
        {
            await using var response = await AskAsync(id, pieceBytes);
            Assert.Equal(expect.GetProperty("status").GetInt32(), response.Status.Code);
            Assert.Equal(expect.GetProperty("headers").EnumerateArray().Select(static line => $"{line[0]}: {line[1]}"), Lines(response.Fields));
            Assert.Equal(Encoding.Latin1.GetString(expect.GetProperty("body").GetBytesFromBase64()), Encoding.Latin1.GetString(await response.ReadAllAsync()));
            Assert.Equal(expect.GetProperty("trailers").EnumerateArray().Select(static line => $"{line[0]}: {line[1]}"), Lines(response.Trailers));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Response_IsOneFault(string id)
    {
        foreach (var pieceBytes in new[] { int.MaxValue, 1 })
        {
            var fault = await Assert.ThrowsAsync<RequestException>(async () =>
            {
                await using var response = await AskAsync(id, pieceBytes);
                await response.ReadAllAsync();
            });
            Assert.Contains(fault.Fault, (RequestFault[])[RequestFault.Violation, RequestFault.Truncated, RequestFault.ConnectionLost, RequestFault.ResponseTooLarge]);
        }
    }

    private static List<string> Lines(FieldSection fields)
    {
        var lines = new List<string>();
        foreach (var field in fields)
        {
            lines.Add(field.ToString());
        }

        return lines;
    }

    private async Task<ClientResponse> AskAsync(string id, int pieceBytes)
    {
        var method = Text(s_cases[id].GetProperty("expect"), "request_method") == "HEAD" ? Method.Head : Method.Get;
        var asked = _client.SendAsync(new ClientRequest(method, "http://127.0.0.1/"));
        var server = await _network.AcceptAsync();
        await server.ReadHeadAsync();
        var served = ServeAsync(server, s_cases[id].GetProperty("bytes").GetBytesFromBase64(), pieceBytes);
        try
        {
            return await asked;
        }
        finally
        {
            await served;
        }
    }

    private static async Task ServeAsync(ScriptedPeer server, byte[] octets, int pieceBytes)
    {
        for (var at = 0; at < octets.Length; at += Math.Min(pieceBytes, octets.Length - at))
        {
            await server.Connection.Output.WriteAsync(octets.AsMemory(at, Math.Min(pieceBytes, octets.Length - at)));
        }

        await server.FinishAsync();
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static TheoryData<string> Ids(Func<JsonElement, bool> chosen)
    {
        // A client of ours never sends CONNECT for a caller.
        return [.. s_cases.Where(one => chosen(one.Value.GetProperty("expect")) && Text(one.Value.GetProperty("expect"), "request_method") != "CONNECT").Select(static one => one.Key)];
    }

    private static Dictionary<string, JsonElement> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith("Corpus/", StringComparison.Ordinal))
            .SelectMany(name => JsonDocument.Parse(assembly.GetManifestResourceStream(name)!).RootElement.EnumerateArray())
            .ToDictionary(static element => element.GetProperty("id").GetString()!, StringComparer.Ordinal);
    }
}
