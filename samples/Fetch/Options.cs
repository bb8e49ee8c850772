/// <summary>What the command line asks for.</summary>
internal sealed record Options(string? Url, int Count, int Concurrency, bool IsJson, bool ReadsStandardInput)
{
    public const string Usage = """
        Fetch URL [--count N] [--concurrency C] [--json]   requests a resource and says how long that took
        Fetch --stdin                                      a line "METHOD URL" in, a line of JSON out
        """;

    /// <exception cref="FormatException">An argument is wrong; the text names it.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options(null, Count: 1, Concurrency: 1, IsJson: false, ReadsStandardInput: false);
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--json" => options with { IsJson = true },
                "--stdin" => options with { ReadsStandardInput = true },
                "--count" => options with { Count = Number(args, ++i) },
                "--concurrency" => options with { Concurrency = Number(args, ++i) },
                ['-', ..] => throw new FormatException($"There is no option {args[i]}."),
                _ when options.Url is not null => throw new FormatException($"There is one URL, and {args[i]} is a second."),
                _ => options with { Url = args[i] },
            };
        }

        if (options.ReadsStandardInput == options.Url is not null)
        {
            throw new FormatException("There must be a URL, or --stdin.");
        }

        return options;
    }

    private static int Number(string[] args, int at) => at < args.Length && int.TryParse(args[at], out var number) && number > 0
        ? number
        : throw new FormatException($"{args[at - 1]} needs a number above 0.");
}
