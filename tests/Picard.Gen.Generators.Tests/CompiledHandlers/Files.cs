namespace Picard.Gen.Generators.Tests.CompiledHandlers;

[Application]
internal sealed partial class FileApplication;

/// <summary>Methods that return files, in every way in which a method may.</summary>
[Handler(Application = typeof(FileApplication))]
internal sealed partial class Files
{
    public static string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"picard-{Guid.NewGuid():N}.css");

    [Get("/plain")] private FileResponse Plain() => FileResponse.Open(Path);
    [Get("/none")] private FileResponse? None() => null;
    [Get("/task")] private Task<FileResponse?> Soon(bool found) => Task.FromResult(found ? FileResponse.Open(Path) : null);
    [Get("/value-task")] private ValueTask<FileResponse?> Now() => new(FileResponse.Open(Path));
    [Get("/union")] private Results<FileResponse, NotFound<string>> Either(bool found) => found ? FileResponse.Open(Path) : NotFound.With("nowhere");
    [Get("/union/task")] private async Task<Results<FileResponse?, Redirect>> Later() { await Task.CompletedTask; return FileResponse.Open(Path); }
    [Get("/typed"), ContentType("text/csv")] private FileResponse Typed() => FileResponse.Open(Path);
    [Get("/named"), ContentType("text/csv")] private FileResponse Named() => FileResponse.Open(Path, "text/plain");
}
