namespace Picard.EndToEnd.Tests.Programs;

/// <summary>An edit under <c>dotnet watch</c>: the program that runs changes, or ends cleanly for another.</summary>
public sealed class WatchTests
{
    private const string Source = """
        using Picard;

        await PicardServer.RunAsync<App>(args);

        [Application] public partial class App;

        [Handler]
        public partial class Hello
        {
            [Get("/")] private string Index() => "Hello, World!";
            [Get("/hello/{name}")] private string Greet(string name) => $"Hello, {name}!";
        }
        """;

    [Fact]
    public async Task Edit_OfAMethodOrRoute_AppliesWithoutARestart()
    {
        await using var program = await WatchedProgram.StartAsync(Source);
        Assert.Equal("Hello, World!", await program.GetAsync("/"));
        Assert.Equal("Hello, Ada!", await program.GetAsync("/hello/Ada"));

        await program.ApplyAsync("\"Hello, World!\"", "\"Hello, Mars!\"");
        Assert.Equal("Hello, Mars!", await program.GetAsync("/"));

        await program.ApplyAsync("\"Hello, Mars!\"", "$\"Hello, {1 + 1} moons!\"");
        Assert.Equal("Hello, 2 moons!", await program.GetAsync("/"));

        await program.ApplyAsync("$\"Hello, {name}!\"", "$\"Hi, {name}!\"");
        Assert.Equal("Hi, Ada!", await program.GetAsync("/hello/Ada"));

        await program.ApplyAsync("\"/hello/{name}\"", "\"/hallo/{name}\"");
        Assert.Equal("Hi, Ada!", await program.GetAsync("/hallo/Ada"));

        // A class that is new has no instance from the start.
        await program.ApplyAsync("[Handler]\n", "[Handler]\npublic partial class Later\n{\n    [Get(\"/later\")] private string Index() => $\"Later, {2 + 1}!\";\n}\n\n[Handler]\n");
        Assert.Equal("Later, 3!", await program.GetAsync("/later"));
        Assert.DoesNotContain("Restart", program.Output, StringComparison.Ordinal);

        // A class that becomes another has to start anew: on the same socket, after a stop without a word.
        await program.RestartAsync("partial class Hello\n{", "partial class Hello : ICloneable\n{\n    public object Clone() => this;");
        Assert.Equal("Hi, Ada!", await program.GetAsync("/hallo/Ada"));
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("in use", program.Output, StringComparison.Ordinal);
    }
}
