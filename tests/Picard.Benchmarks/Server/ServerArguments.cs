using System.Globalization;

namespace Picard.Benchmarks;

/// <summary>The command line of <c>server</c>.</summary>
internal sealed class ServerArguments
{
    public const string Help = """
        server: CPU microseconds per request of our server and its peers, measured in one run
          --scenario LIST    of plaintext, pipelined, fixed, json, post-json, echo, download, idle, start  [plaintext,pipelined,fixed,idle,start]
          --peers LIST       who is measured; by default those of the scenario that are installed
          --rounds N         each peer is measured 2N times, in the order A B … B A                         [3]
          --seconds S        of load for each measurement                                                  [4]
          --connections N    idle connections of the idle scenario                                         [2000]
          --server-core LIST, --load-core LIST   where server and load run                                 [0] [1]
          --markdown FILE, --json FILE           write the report there as well
        """;

    public IReadOnlyList<string> Scenarios { get; private set; } = ["plaintext", "pipelined", "fixed", "idle", "start"];

    public IReadOnlyList<string>? Peers { get; private set; }

    public int Rounds { get; private set; } = 3;

    public double Seconds { get; private set; } = 4;

    public int Connections { get; private set; } = 2000;

    public string ServerCores { get; private set; } = "0";

    public string LoadCores { get; private set; } = "1";

    public string? MarkdownFile { get; private set; }

    public string? JsonFile { get; private set; }

    public static ServerArguments Parse(ReadOnlySpan<string> arguments)
    {
        var parsed = new ServerArguments();
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
            case "--scenario": Scenarios = value.Split(','); break;
            case "--peers": Peers = value.Split(','); break;
            case "--rounds": Rounds = int.Parse(value, CultureInfo.InvariantCulture); break;
            case "--seconds": Seconds = double.Parse(value, CultureInfo.InvariantCulture); break;
            case "--connections": Connections = int.Parse(value, CultureInfo.InvariantCulture); break;
            case "--server-core": ServerCores = value; break;
            case "--load-core": LoadCores = value; break;
            case "--markdown": MarkdownFile = value; break;
            case "--json": JsonFile = value; break;
            default: throw new UsageException($"There is no option {name}.\n{Help}");
        }
    }
}
