using System.Diagnostics;
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
        new(Ours, "samples/Bench", static port => Bench(port)) { TellsAllocation = true },
        new("epoll", "a C epoll loop that answers without parsing: the limit", static port => EpollPeer.Command(port)),
        new("kestrel-minimal", "ASP.NET Core minimal API", static port => Self("kestrel-minimal", port)) { TellsAllocation = true },
        new("kestrel-slim", "ASP.NET Core slim builder, one route", static port => Self("kestrel-slim", port)),
        new("kestrel-platform", "Kestrel connection handler with its HttpParser, inline scheduling", static port => Self("kestrel-platform", port)) { TellsAllocation = true },
        new("kestrel-raw", "IHttpApplication on Kestrel, no middleware", static port => Self("kestrel-raw", port)) { TellsAllocation = true },
        new("nginx", "nginx, one worker, return 200", static port => Nginx(port)),
        new("haproxy", "haproxy, one thread, http-request return", static port => Haproxy(port)),
    ];

    public static Peer Named(string name) =>
        All.FirstOrDefault(peer => peer.Name == name)
        ?? throw new UsageException($"There is no peer '{name}'; known are {string.Join(", ", All.Select(peer => peer.Name))}.");

    public static string RepositoryRoot { get; } = FindRoot();

    public static bool IsInstalled(string program) => FindProgram(program) is not null;

    private static IReadOnlyList<string>? Bench(int port)
    {
        var assembly = Path.Combine(RepositoryRoot, "samples/Bench/bin/Release/net10.0/Bench.dll");
        if (!File.Exists(assembly))
        {
            Build(Path.Combine(RepositoryRoot, "samples/Bench"));
        }

        return ["dotnet", assembly, "--urls", $"http://127.0.0.1:{port}"];
    }

    private static string[] Self(string kind, int port) => ["dotnet", typeof(PeerCatalogue).Assembly.Location, "peer", kind, $"{port}"];

    private static string[]? Nginx(int port)
    {
        if (FindProgram("nginx") is not { } nginx)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("picard-nginx-").FullName;
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off; master_process off; worker_processes 1; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log crit;
            events { worker_connections 8192; }
            http {
              access_log off; keepalive_requests 1000000000; keepalive_timeout 130s; default_type text/plain;
              client_body_temp_path {{folder}}; proxy_temp_path {{folder}}; fastcgi_temp_path {{folder}}; uwsgi_temp_path {{folder}}; scgi_temp_path {{folder}};
              server { listen 127.0.0.1:{{port}} backlog=4096; location / { return 200 "Hello, World!"; } }
            }
            """);
        return [nginx, "-c", configuration];
    }

    private static string[]? Haproxy(int port)
    {
        if (FindProgram("haproxy") is not { } haproxy)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("picard-haproxy-").FullName;
        var configuration = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(configuration, $"""
            global
              nbthread 1
              maxconn 8192
            defaults
              mode http
              timeout client 130s
              timeout server 130s
              timeout connect 5s
              timeout http-request 15s
            frontend plaintext
              bind 127.0.0.1:{port}
              http-request return status 200 content-type text/plain string "Hello, World!"

            """);
        return [haproxy, "-db", "-f", configuration];
    }

    private static void Build(string project)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-nologo", "-v", "q", project]))!;
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            throw new UsageException($"{project} does not build.");
        }
    }

    private static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

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
