using System.Runtime.CompilerServices;

namespace Picard.Benchmarks;

/// <summary>Every server the runner knows how to start.</summary>
internal static class PeerCatalogue
{
    /// <summary>The name of our own server in reports.</summary>
    public const string Ours = "picard";

    /// <summary>All peers, ours first.</summary>
    public static IReadOnlyList<Peer> All { get; } =
    [
        new(Ours, "samples/Bench", static (port, _) => BenchPeer.Command(port)) { IsManaged = true, TellsAllocation = true },
        new("epoll", "a C epoll loop that answers without parsing: the limit", EpollPeer.Command) { Program = "cc" },
        Kestrel("kestrel-minimal", "ASP.NET Core minimal API") with { TellsAllocation = true },
        Kestrel("kestrel-slim", "ASP.NET Core slim builder, one route"),
        Kestrel("kestrel-platform", "a connection handler on Kestrel's transport, with its HttpParser") with { TellsAllocation = true },
        Kestrel("kestrel-platform-inline", "the same with its unsafe option of inline scheduling") with { TellsAllocation = true },
        Kestrel("kestrel-raw", "IHttpApplication on Kestrel, no middleware") with { TellsAllocation = true },
        new("nginx", "nginx, one worker, return 200", NginxPeer.Command) { Program = "nginx" },
        new("haproxy", "haproxy, one thread, http-request return", HaproxyPeer.Command) { Program = "haproxy" },
    ];

    public static string RepositoryRoot { get; } = FindRoot();

    public static Peer Named(string name) =>
        All.FirstOrDefault(peer => peer.Name == name)
        ?? throw new UsageException($"There is no peer '{name}'; known are {string.Join(", ", All.Select(peer => peer.Name))}.");

    // This program plays them, so that what they are made of is seen beside what measures them.
    private static Peer Kestrel(string kind, string description) =>
        new(kind, description, (port, _) => ["dotnet", typeof(PeerCatalogue).Assembly.Location, "peer", kind, $"{port}"]) { IsManaged = true };

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        for (var folder = Path.GetDirectoryName(thisFile); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Picard.Gen.sln")))
            {
                return folder;
            }
        }

        throw new UsageException("The benchmarks run from a checkout of the repository.");
    }
}
