namespace Picard.Proxy.Interop;

/// <summary>The client of a language's standard library, in a script of ours, which is given a base and the name of a check.</summary>
internal sealed class ScriptClient(string name, string programme, string package, string script) : ClientProgramme(programme)
{
    private static readonly string[] s_checks = ["get", "large", "post with length", "post in chunks", "reuse", "concurrent"];

    public override string Name => name;

    public override string Package => package;

    public override IReadOnlyDictionary<string, Func<string, Task>> Checks => s_checks.ToDictionary(
        static check => check,
        check => (Func<string, Task>)(at => RunAsync(Path.Combine(AppContext.BaseDirectory, "Clients", script), at, check)));
}
