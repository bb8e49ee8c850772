namespace Picard.Benchmarks;

/// <summary>Every proxy the runner knows how to start.</summary>
internal static class ProxyCatalogue
{
    /// <summary>A proxy that is not ours to hold: it is built outside of this repository, and named on the command line.</summary>
    public const string Yarp = "yarp";

    /// <summary>All proxies, ours first.</summary>
    public static IReadOnlyList<string> Names { get; } = [PeerCatalogue.Ours, "nginx", "haproxy", Yarp];

    /// <exception cref="UsageException">There is none of this name.</exception>
    public static void Check(string name)
    {
        if (!Names.Contains(name))
        {
            throw new UsageException($"There is no proxy '{name}'; known are {string.Join(", ", Names)}.");
        }
    }

    /// <summary>Those that can be started, and a line for one that was not said where it is.</summary>
    /// <param name="names">Of <see cref="Names"/>.</param>
    /// <param name="upstreamPort">The port of the server behind them, of the loopback address.</param>
    /// <param name="yarp">The path of YARP's assembly; null where there is none.</param>
    public static IReadOnlyList<Peer> Of(IEnumerable<string> names, int upstreamPort, string? yarp)
    {
        var peers = new List<Peer>();
        foreach (var name in names)
        {
            if (name != Yarp || yarp is not null)
            {
                peers.Add(Named(name, upstreamPort, yarp!));
            }
            else
            {
                Report.Note("yarp is left out: --yarp did not say where its assembly is");
            }
        }

        return peers;
    }

    private static Peer Named(string name, int upstream, string yarp) => name switch
    {
        PeerCatalogue.Ours => new(name, "Gateway, as samples/Gateway runs it", (port, _) => ["dotnet", typeof(ProxyCatalogue).Assembly.Location, "peer", GatewayPeer.Kind, $"{port}", $"{upstream}"])
        {
            IsManaged = true,
            TellsAllocation = true,
        },
        Yarp => new(name, "YARP", (port, _) => ["dotnet", yarp, $"http://127.0.0.1:{port}", $"http://127.0.0.1:{upstream}"]) { IsManaged = true, TellsAllocation = true },
        "nginx" => new(name, "nginx, one worker, proxy_pass", (port, folder) => NginxPeer.ProxyCommand(port, folder, upstream)) { Program = "nginx" },
        _ => new(name, "haproxy, one thread", (port, folder) => HaproxyPeer.ProxyCommand(port, folder, upstream)) { Program = "haproxy" },
    };
}
