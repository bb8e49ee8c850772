using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>The command line of <c>server</c>, <c>proxy</c>, <c>idle</c>, <c>start</c> and <c>fairness</c>.</summary>
internal sealed class ServerArguments
{
    public const string Help = """
        server   CPU microseconds per request of our server and its peers, measured in one run
        proxy    the same of our proxy and its peers, and their memory
        idle     memory of a connection that waits for its next request
        start    time from the start of the process to its first answer, and its memory then
        fairness how much longer 32 clients wait while another one pipelines without pause
          --scenario LIST    server: of plaintext, pipelined, fixed, json, post-json, echo, download, file, idle, start, fairness; or all   [plaintext,pipelined,fixed]
                             proxy: of proxy-get, proxy-post, proxy-download, proxy-upload, and each with -1000 behind it; or all   [all]
          --peers LIST       who is measured, of picard, epoll, kestrel-minimal, kestrel-slim, kestrel-raw, kestrel-platform,
                             kestrel-platform-inline, nginx, haproxy; proxy: of picard, nginx, haproxy, yarp                [those of the scenario]
          --yarp FILE        proxy: the assembly of a YARP that is built elsewhere                                          [it is left out]
          --rounds N         each peer is measured 2N times, in the order A B … B A                                         [3]
          --seconds S        of load for each measurement                                                                   [4]
          --warm-up S        of load at least before the first; for .NET, which takes 10 to 14 s to settle                  [12]
          --counts WHETHER   yes or no: measure allocation and system calls, in loads of their own                          [yes]
          --connections N    idle: how many                                                                                 [5000]
          --server-core LIST, --load-core LIST   where server and load run                                                  [0] [1]
          --markdown FILE, --json FILE           write the report there as well
        """;

    private const string DefaultScenarios = "plaintext,pipelined,fixed";

    private IReadOnlyList<string> _all = [.. Scenario.All.Select(static scenario => scenario.Name), "idle", "start", "fairness"];

    public IReadOnlyList<string> Scenarios { get; private set; } = DefaultScenarios.Split(',');

    public IReadOnlyList<string>? Peers { get; private set; }

    /// <summary>Where YARP's assembly is; null: it is not measured.</summary>
    public string? Yarp { get; private set; }

    public int Rounds { get; private set; } = 3;

    public double Seconds { get; private set; } = 4;

    public double WarmUpSeconds { get; private set; } = 12;

    /// <summary>Whether allocation and system calls are measured too.</summary>
    public bool Counts { get; private set; } = true;

    public int Connections { get; private set; } = 5000;

    public string ServerCores { get; private set; } = "0";

    public string LoadCores { get; private set; } = "1";

    public string? MarkdownFile { get; private set; }

    public string? JsonFile { get; private set; }

    /// <summary>Reads what follows a command.</summary>
    /// <param name="command">The command: <c>idle</c>, <c>start</c> and <c>fairness</c> are scenarios by themselves.</param>
    /// <param name="arguments">Names and values.</param>
    public static ServerArguments Parse(string command, ReadOnlySpan<string> arguments)
    {
        var parsed = new ServerArguments();
        if (command == "proxy")
        {
            parsed._all = parsed.Scenarios = [.. Scenario.Proxied.Select(static scenario => scenario.Name)];
        }

        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
            {
                throw new UsageException($"{arguments[i]} needs a value.\n{Help}");
            }

            parsed.Set(arguments[i], arguments[i + 1]);
        }

        if (command is not ("server" or "proxy"))
        {
            parsed.Scenarios = [command];
        }

        parsed.CheckNames();
        return parsed;
    }

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--scenario": Scenarios = value == "all" ? _all : value.Split(','); break;
            case "--peers": Peers = value.Split(','); break;
            case "--yarp": Yarp = File.Exists(value) ? value : throw new UsageException($"There is no file {value}."); break;
            case "--rounds": Rounds = (int)Number(name, value); break;
            case "--seconds": Seconds = Number(name, value); break;
            case "--warm-up": WarmUpSeconds = Number(name, value); break;
            case "--counts": Counts = value is "yes" or "no" ? value == "yes" : throw new UsageException($"{name} is yes or no, not '{value}'."); break;
            case "--connections": Connections = (int)Number(name, value); break;
            case "--server-core": ServerCores = List(value); break;
            case "--load-core": LoadCores = List(value); break;
            case "--markdown": MarkdownFile = value; break;
            case "--json": JsonFile = value; break;
            default: throw new UsageException($"There is no option {name}.\n{Help}");
        }
    }

    // A mistake in the last name must not show after half an hour.
    private void CheckNames()
    {
        foreach (var name in Scenarios)
        {
            if (name is not ("idle" or "start" or "fairness"))
            {
                Scenario.Named(name).Check(Peers ?? []);
            }
            else if (Peers is { } peers)
            {
                _ = peers.Select(PeerCatalogue.Named).ToList();
            }
        }
    }

    private static string List(string value)
    {
        _ = Cores.Parse(value);
        return value;
    }

    private static double Number(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new UsageException($"{name} needs a number of at least 1, not '{value}'.");
}
