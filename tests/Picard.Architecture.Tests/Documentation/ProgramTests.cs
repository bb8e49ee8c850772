namespace Picard.Architecture.Tests.Documentation;

/// <summary>Every C# block of the pages that a user reads first is a whole program, or a whole file, that compiles without a warning.</summary>
public sealed class ProgramTests
{
    public static TheoryData<string, int> Programs
    {
        get
        {
            var programs = new TheoryData<string, int>();
            foreach (var page in Repository.Files(".md").Where(IsForUsers).Select(MarkdownFile.Read))
            {
                foreach (var block in page.Blocks.Where(IsCSharp))
                {
                    programs.Add(page.Path, block.Line);
                }
            }

            return programs;
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Program_Compiles(string path, int line)
    {
        var block = MarkdownFile.Read(path).Blocks.Single(block => block.Line == line);
        var diagnostics = await UserProgram.CompileAsync(block.Text);
        Finding.AssertNone(diagnostics.Select(diagnostic => new Finding(path, line + diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.ToString())));
    }

    [Fact]
    public void FirstProgramOfTheReadme_IsTheHelloSample()
    {
        var block = MarkdownFile.Read("README.md").Blocks.First(IsCSharp);
        Assert.Equal(File.ReadAllText(Repository.PathOf("samples/Hello/Hello.cs")).ReplaceLineEndings("\n"), block.Text);
    }

    [Fact]
    public void EverySample_HasAPage() => Assert.All(
        Repository.Files(".csproj").Where(path => path.StartsWith("samples/", StringComparison.Ordinal)),
        path => Assert.True(File.Exists(Repository.PathOf(Path.GetDirectoryName(path) + "/README.md")), $"{path} has no README.md beside it"));

    [Fact]
    public async Task BrokenProgram_IsFound()
    {
        Assert.Contains(await UserProgram.CompileAsync("using Picard; Console.WriteLine(new Nothing());"), diagnostic => diagnostic.Id == "CS0246");
        Assert.Empty(await UserProgram.CompileAsync("Console.WriteLine(1);"));
        Assert.Empty(await UserProgram.CompileAsync("public sealed class A;"));
    }

    private static bool IsForUsers(string path) => path is "README.md" or "src/Picard.Middleware/README.md" || path.StartsWith("samples/", StringComparison.Ordinal);

    private static bool IsCSharp(MarkdownFile.Block block) => block.Language is "csharp" or "cs" or "c#";
}
