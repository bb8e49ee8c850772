using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>The command line of <c>client</c>.</summary>
internal sealed class ClientArguments
{
    public const string Help = """
        client   CPU microseconds, allocation and latency per request of our client and of .NET's, measured in one run
          --scenario LIST    of get, response, json, post, download, upload; or all                    [get,json]
          --concurrency LIST how many requests are under way at once                                   [1,8,64]
          --peers LIST       of picard-loop, picard-pool, picard-sockets, httpclient, invoker          [all but picard-sockets]
          --rounds N         each is measured 2N times, in the order A B … B A                         [3]
          --seconds S        of load for each measurement                                              [2]
          --warm-up S        of load at least before the first: the JIT takes 10 to 14 s to settle     [12]
          --server-core LIST, --load-core LIST   where the server and the clients run                  [0] [1]
          --markdown FILE, --json FILE           write the report there as well
        """;

    public IReadOnlyList<string> Scenarios { get; private set; } = ["get", "json"];

    public IReadOnlyList<int> Concurrency { get; private set; } = [1, 8, 64];

    public IReadOnlyList<string> Peers { get; private set; } = [ClientPeer.Ours, ClientPeer.OursFromPool, "httpclient", "invoker"];

    public int Rounds { get; private set; } = 3;

    public double Seconds { get; private set; } = 2;

    public double WarmUpSeconds { get; private set; } = 12;

    public string ServerCores { get; private set; } = "0";

    public string LoadCores { get; private set; } = "1";

    public string? MarkdownFile { get; private set; }

    public string? JsonFile { get; private set; }

    /// <summary>Reads what follows the command.</summary>
    /// <exception cref="UsageException">There is a mistake in it.</exception>
    public static ClientArguments Parse(ReadOnlySpan<string> arguments)
    {
        var parsed = new ClientArguments();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                throw new UsageException($"{arguments[i]} needs a value.\n{Help}");
            }

            parsed.Set(arguments[i], arguments[i + 1]);
        }

        return parsed;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--scenario": Scenarios = value == "all" ? ClientScenario.Names : Known("scenario", value, ClientScenario.Names); break;
            case "--concurrency": Concurrency = [.. value.Split(',').Select(text => (int)Number(name, text))]; break;
            case "--peers": Peers = Known("peer", value, ClientPeer.Names); break;
            case "--rounds": Rounds = (int)Number(name, value); break;
            case "--seconds": Seconds = Number(name, value); break;
            case "--warm-up": WarmUpSeconds = Number(name, value); break;
            case "--server-core": ServerCores = Cored(value); break;
            case "--load-core": LoadCores = Cored(value); break;
            case "--markdown": MarkdownFile = value; break;
            case "--json": JsonFile = value; break;
            default: throw new UsageException($"There is no option {name}.\n{Help}");
        }
    }

    private static string[] Known(string kind, string list, IReadOnlyList<string> names)
    {
        var named = list.Split(',');
        return Array.Find(named, name => !names.Contains(name)) is { } unknown
            ? throw new UsageException($"There is no {kind} '{unknown}'; known are {string.Join(", ", names)}.")
            : named;
    }

    private static string Cored(string value)
    {
        _ = Cores.Parse(value);
        return value;
    }

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new UsageException($"{name} needs a number of at least 1, not '{value}'.");
}
