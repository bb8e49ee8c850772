namespace Picard.Benchmarks;

/// <summary><c>server</c>: our server against its peers.</summary>
internal static class ServerCommand
{
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var options = ServerArguments.Parse(arguments);
        var summaries = new List<Summary>();
        foreach (var scenario in options.Scenarios)
        {
            summaries.AddRange(scenario switch
            {
                "idle" => new IdleBenchmark(options).Run(),
                "start" => new StartBenchmark(options).Run(),
                _ => new LoadBenchmark(options, Scenario.Named(scenario)).Run(),
            });
        }

        var markdown = Report.Markdown(summaries, $"dotnet run -c Release --project tests/Picard.Benchmarks -- server {string.Join(' ', arguments.ToArray())}".TrimEnd());
        Console.WriteLine(markdown);
        if (options.MarkdownFile is not null)
        {
            File.WriteAllText(options.MarkdownFile, markdown);
        }

        if (options.JsonFile is not null)
        {
            File.WriteAllText(options.JsonFile, Report.Json(summaries));
        }

        return 0;
    }
}
