using System.Globalization;

namespace Picard.Client.Interop;

/// <summary>The server of a language's standard library, in a script of ours.</summary>
internal sealed class ScriptServer(string name, string programme, string package, string script) : ServerProgramme(programme)
{
    public override string Name => name;

    public override string Package => package;

    public override bool LosesEarlyResponses => true;

    protected override Task<IReadOnlyList<string>> PrepareAsync() =>
        Task.FromResult<IReadOnlyList<string>>([Path.Combine(AppContext.BaseDirectory, "Servers", script), Port.ToString(CultureInfo.InvariantCulture)]);
}
