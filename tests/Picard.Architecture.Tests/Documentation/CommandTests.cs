using System.Text.RegularExpressions;

namespace Picard.Architecture.Tests.Documentation;

/// <summary>A command that a page tells to type exists: the project, the script, the benchmark.</summary>
public sealed partial class CommandTests
{
    [Fact]
    public void Command_NamesWhatExists() => Finding.AssertNone(Repository.Files(".md").Select(MarkdownFile.Read).SelectMany(Unknown));

    [Theory]
    [InlineData("dotnet run --project samples/Nothing")]
    [InlineData("dotnet run -c Release --project tests/Nothing -- parser")]
    [InlineData("dotnet test tests/Nothing")]
    [InlineData("bash .ci/nothing")]
    [InlineData("frobnicate --all")]
    [InlineData("dotnet frobnicate")]
    public void UnknownCommand_IsFound(string command) => Assert.NotEmpty(Unknown(MarkdownFile.Parse("README.md", $"```sh\n{command}\n```\n")));

    [Theory]
    [InlineData("dotnet test")]
    [InlineData("PICARD_ACCEPT_API=1 dotnet test tests/Picard.Architecture.Tests")]
    [InlineData("bash .ci/run")]
    [InlineData("curl http://127.0.0.1:8080/   # Hello, World!")]
    [InlineData("$ dotnet new console")]
    public void KnownCommand_IsNotFound(string command) => Assert.Empty(Unknown(MarkdownFile.Parse("README.md", $"```sh\n{command}\n```\n")));

    private static IEnumerable<Finding> Unknown(MarkdownFile page) =>
        from block in page.Blocks
        where block.Language is "sh" or "bash" or "shell" or "console"
        from line in block.Text.Split('\n').Select((text, index) => (Text: text, Number: block.Line + index))
        let command = Prefix().Replace(line.Text, "").Trim()
        // In a console block the other lines are what the command prints.
        where command.Length > 0 && command[0] != '#' && (block.Language != "console" || line.Text.StartsWith('$'))
        where !Exists(command)
        select new Finding(page.Path, line.Number, $"unknown command: {command}");

    private static bool Exists(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["dotnet", "run", ..] => Array.IndexOf(words, "--project") is > 0 and var at && IsProject(words[at + 1]),
            ["dotnet", "test" or "build" or "pack", ..] => words.Skip(2).TakeWhile(word => word[0] != '#').Where(word => word.Contains('/', StringComparison.Ordinal) && word[0] != '-').All(IsProject),
            ["dotnet", "add" or "new" or "publish" or "restore" or "format" or "--version", ..] => true,
            ["bash", var script, ..] => File.Exists(Repository.PathOf(script)),
            ["curl" or "git" or "cd" or "wrk" or "ab" or "docker" or "kill", ..] => true,
            _ => false,
        };
    }

    private static bool IsProject(string path) =>
        File.Exists(Repository.PathOf(path)) || (Directory.Exists(Repository.PathOf(path)) && Directory.EnumerateFiles(Repository.PathOf(path), "*.csproj").Any());

    // A prompt, and variables set for one command.
    [GeneratedRegex(@"^\s*(\$ )?([A-Z_]+=\S+ )*")]
    private static partial Regex Prefix();
}
