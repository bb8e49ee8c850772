namespace Picard;

/// <summary>What <see cref="StaticFiles"/> serves, and how.</summary>
public sealed class StaticFilesOptions
{
    /// <summary>The folder whose files are served, with all folders in it. A path that is not absolute begins at the program's own folder, wherever it was started.</summary>
    /// <remarks>Links in it are followed: whoever can write into it decides what is served.</remarks>
    public required string Folder { get; init; }

    /// <summary>Where the folder lies in the paths of requests: literal segments such as <c>/assets</c>. Default: <c>/</c>, the root.</summary>
    public string Path { get; init; } = "/";

    /// <summary>What answers for a folder, the first that is there. Default: <c>index.html</c>, as with every web server. Empty: folders have no answer.</summary>
    public IReadOnlyList<string> IndexFiles { get; init; } = ["index.html"];

    /// <summary>How long answers may be kept. Default: to be asked about each time (<see cref="CacheControl.Revalidate"/>), which costs a 304 and never shows an old page.
    /// Files whose names change with their content can have <see cref="CacheControl.Immutable"/>.</summary>
    public CacheControl? CacheControl { get; init; } = CacheControl.Revalidate;

    /// <summary>What becomes of names that begin with a dot. Default: they are hidden.</summary>
    public DotFiles DotFiles { get; init; } = DotFiles.Hidden;

    /// <summary>A file of the folder that answers GET where there is none, for applications of one page that route by themselves in the browser. It is sent to clients that
    /// accept <c>text/html</c> alone, and only for paths whose last segment has no dot. Default: none, so that the request goes on.</summary>
    public string? FallbackFile { get; init; }
}
