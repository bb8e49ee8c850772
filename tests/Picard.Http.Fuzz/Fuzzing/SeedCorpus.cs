using System.Text.Json;

namespace Picard.Http.Fuzz;

/// <summary>What mutations start from: the transcripts' inputs and those of the corpus.</summary>
public static class SeedCorpus
{
    // Limit: a longer seed spends the time on octets that mean nothing.
    private const int MaxSeedOctets = 2048;

    /// <summary>The inputs of the transcripts beside the program, and of JSON corpus files if they are there.</summary>
    public static List<byte[]> Read(FuzzSide side)
    {
        var kind = side == FuzzSide.Requests ? TranscriptKind.Request : TranscriptKind.Response;
        var transcripts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Transcripts"), "*.md")
            .Where(path => Path.GetFileName(path) != "README.md")
            .Order(StringComparer.Ordinal)
            .SelectMany(TranscriptFile.Read)
            .Where(transcript => transcript.Kind == kind)
            .Select(transcript => transcript.Octets);
        return [.. transcripts.Concat(Corpus(side)).Where(octets => octets.Length is > 0 and <= MaxSeedOctets)];
    }

    private static IEnumerable<byte[]> Corpus(FuzzSide side)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Corpus");
        foreach (var file in (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : []).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var element in document.RootElement.EnumerateArray())
            {
                if (element.TryGetProperty("kind", out var kind) && kind.GetString() == (side == FuzzSide.Requests ? "request" : "response"))
                {
                    yield return element.GetProperty("bytes").GetBytesFromBase64();
                }
            }
        }
    }
}
