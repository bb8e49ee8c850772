using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Picard.Http.Tests.Corpus;

/// <summary>One case of the corpus under <c>tests/Shared/Corpus</c>.</summary>
internal sealed class CorpusCase(JsonElement json)
{
    public string Id { get; } = json.GetProperty("id").GetString()!;

    public byte[] Octets { get; } = json.GetProperty("bytes").GetBytesFromBase64();

    public JsonElement Expect { get; } = json.GetProperty("expect");

    public bool IsRequest { get; } = json.GetProperty("kind").GetString() == "request";

    public static IReadOnlyDictionary<string, CorpusCase> All { get; } = Load();

    public static TheoryData<string> Ids(bool requests)
    {
        var ids = new TheoryData<string>();
        foreach (var corpusCase in All.Values.Where(corpusCase => corpusCase.IsRequest == requests))
        {
            ids.Add(corpusCase.Id);
        }

        return ids;
    }

    public static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    public static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static string Body(JsonElement element) => Encoding.Latin1.GetString(element.GetProperty("body").GetBytesFromBase64());

    public static string Lines(JsonElement element, string name) =>
        string.Concat(element.GetProperty(name).EnumerateArray().Select(line => Outcome.Line(line[0].GetString()!, line[1].GetString()!)));

    private static SortedDictionary<string, CorpusCase> Load()
    {
        var cases = new SortedDictionary<string, CorpusCase>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Corpus/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var element in JsonDocument.Parse(stream).RootElement.EnumerateArray())
            {
                var corpusCase = new CorpusCase(element);
                cases.Add(corpusCase.Id, corpusCase);
            }
        }

        return cases;
    }
}
