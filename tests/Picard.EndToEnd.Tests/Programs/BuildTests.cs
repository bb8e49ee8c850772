namespace Picard.EndToEnd.Tests.Programs;

/// <summary>What <c>dotnet build</c> says of a handler that blocks.</summary>
public sealed class BuildTests
{
    private const string Program = """
        using Picard;

        await PicardServer.RunAsync<App>(args);

        [Application] public partial class App;

        [Handler]
        public partial class Orders
        {
            [Get("/orders/{number}")]
            private static string Get(int number) => Store.Load(number);
        }
        """;

    private const string Store = """
        internal static class Store
        {
            public static string Load(int number)
            {
                Retry.Pause();
                return $"order {number}";
            }
        }
        """;

    private const string Retry = """
        internal static class Retry
        {
            public static void Pause() => Clock.Wait(100);
        }

        internal static class Clock
        {
            public static void Wait(int milliseconds) => Thread.Sleep(milliseconds);
        }
        """;

    private const string Message =
        "error PIC1002: 'Orders.Get' blocks: Orders.Get → Store.Load → Retry.Pause → Clock.Wait calls Thread.Sleep, which holds up every connection of its event loop; Task.Delay does not";

    [Fact]
    public async Task Handler_WithThreadSleepThreeMethodsDeep_DoesNotBuild()
    {
        var (exitCode, output) = await BuildAsync(("Orders.cs", Program), ("Store.cs", Store), ("Retry.cs", Retry));

        Assert.Equal(1, exitCode);
        Assert.Contains($"Orders.cs(11,46): {Message}", output, StringComparison.Ordinal);
    }

    /// <summary>Builds a program of these files.</summary>
    private static async Task<(int ExitCode, string Output)> BuildAsync(params (string Name, string Text)[] files)
    {
        var folder = await UserProject.CreateAsync("Orders", "Picard.Gen.Generators", "Picard.Gen.Analyzers");
        try
        {
            foreach (var (name, text) in files)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), text);
            }

            return await UserProject.BuildAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
