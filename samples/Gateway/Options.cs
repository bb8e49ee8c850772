/// <summary>One address that is listened on, and where its requests go.</summary>
internal sealed record Mapping(IReadOnlyList<string> Urls, IReadOnlyList<string> Upstreams);

/// <summary>What the command line asks for.</summary>
internal sealed record Options(IReadOnlyList<Mapping> Mappings)
{
    public const string Usage = """
        Gateway [--urls URLS] --upstream URL [--upstream URL …]   forwards what comes at URLS (http://127.0.0.1:8080)
        Gateway --map LISTEN=UPSTREAM [--map LISTEN=UPSTREAM …]   each LISTEN to its own UPSTREAM, or to several if it is named again
        """;

    /// <exception cref="FormatException">An argument is wrong; the text names it.</exception>
    public static Options Parse(string[] args)
    {
        string? urls = null;
        List<string> upstreams = [];
        Dictionary<string, List<string>> maps = [];
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args, ref i);
            switch (name)
            {
                case "--urls" when urls is null:
                    urls = value;
                    break;
                case "--upstream":
                    upstreams.Add(value);
                    break;
                case "--map":
                    Add(maps, value);
                    break;
                default:
                    throw new FormatException(name == "--urls" ? "--urls is there twice; several addresses are separated by ';'." : $"There is no option {args[i]}.");
            }
        }

        if (upstreams.Count == 0 && (maps.Count == 0 || urls is not null))
        {
            throw new FormatException(urls is not null ? "--urls needs an --upstream to forward to." : "There must be an --upstream or a --map.");
        }

        List<Mapping> mappings = [.. maps.Select(map => new Mapping([map.Key], map.Value))];
        if (upstreams.Count > 0)
        {
            mappings.Insert(0, new Mapping(urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? ["http://127.0.0.1:8080"], upstreams));
        }

        return new Options(mappings);
    }

    private static (string Name, string Value) Split(string[] args, ref int at)
    {
        var arg = args[at];
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && arg[..equals] is "--urls" or "--upstream" or "--map")
        {
            return (arg[..equals], arg[(equals + 1)..]);
        }

        if (arg is not ("--urls" or "--upstream" or "--map"))
        {
            throw new FormatException($"There is no option {arg}.");
        }

        return ++at < args.Length ? (arg, args[at]) : throw new FormatException($"{arg} needs a value.");
    }

    private static void Add(Dictionary<string, List<string>> maps, string map)
    {
        // A URL of ours has no '=' in it.
        if (map.Split('=') is not [{ Length: > 0 } listen, { Length: > 0 } upstream])
        {
            throw new FormatException($"--map is LISTEN=UPSTREAM, such as http://127.0.0.1:8080=http://127.0.0.1:9000, not {map}.");
        }

        if (!maps.TryGetValue(listen, out var upstreams))
        {
            maps.Add(listen, upstreams = []);
        }

        upstreams.Add(upstream);
    }
}
