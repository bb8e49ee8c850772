using System.Runtime.CompilerServices;
using Picard.Http.Fuzz;

namespace Picard.Http.Tests;

/// <summary>The transcripts, as they lie beside the sources.</summary>
internal static class TranscriptCatalogue
{
    /// <summary>The folder of the transcripts.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "Transcripts");

    /// <summary>The folder <c>tests</c>.</summary>
    public static string Tests { get; } = Path.GetFullPath(Path.Combine(Folder, "..", ".."));

    /// <summary>All cases of all files, by file name and fact.</summary>
    public static Dictionary<(string File, string Fact), Transcript> All { get; } = Directory.GetFiles(Folder, "*.md")
        .Where(path => Path.GetFileName(path) != "README.md")
        .SelectMany(TranscriptFile.Read)
        .ToDictionary(transcript => (transcript.File, transcript.Fact));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
