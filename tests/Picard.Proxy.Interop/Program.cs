using System.Globalization;
using Picard.Client.Interop;
using Picard.Proxy.Interop;

const string Help = """
    usage: dotnet run --project tests/Picard.Proxy.Interop [-- [--clients CLIENT,…] [--servers SERVER,…] [--long [SECONDS]]]
      Our gateway between each client and each server that this machine has.
      Clients: picard, dotnet, websocket, curl, node, python, java, wrk, h2load, ab. Servers: picard, kestrel, node, python, nginx, haproxy, openssl.
      --long: what takes minutes, and nothing else: 1 GiB each way, 5,000 clients at once, servers that are killed and started again under load, and WebSockets for SECONDS (120).
      Exit code: 0 if every check passed, 1 if one failed. What is not installed is named, and left out.
    """;

string[] clients = ["picard", .. GatewayClients.All.Keys];
string[] servers = [.. InteropServers.All.Keys];
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case RestartedServer.Argument:
            return await RestartedServer.ServeAsync(args[i + 1]);
        case "--long":
            var seconds = i + 1 < args.Length ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : 120;
            return Conclude(await LongRun.RunAsync(TimeSpan.FromSeconds(seconds), Console.Out));
        case "--clients" when i + 1 < args.Length:
            clients = args[++i].Split(',');
            break;
        case "--servers" when i + 1 < args.Length:
            servers = args[++i].Split(',');
            break;
        default:
            Console.WriteLine(Help);
            return args[i] == "--help" ? 0 : 1;
    }
}

if (clients.Except(GatewayClients.All.Keys).Except(["picard"]).Concat(servers.Except(InteropServers.All.Keys)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no client or server '{unknown}'.\n{Help}");
    return 1;
}

var missing = new List<string>();
var present = new List<string>();
foreach (var name in servers)
{
    await using var server = InteropServers.All[name]();
    (server.Missing is null ? present : missing).Add(server.Missing is null ? name : $"{name} was not behind the gateway: there is no {server.Missing} here (apt-get install {server.Package})");
}

var failures = 0;
foreach (var name in clients)
{
    if (name != "picard" && GatewayClients.All[name]() is { Missing: { } programme } absent)
    {
        missing.Add($"{name} was not before the gateway: there is no {programme} here (apt-get install {absent.Package})");
        continue;
    }

    foreach (var server in present)
    {
        failures += name == "picard" ? await RunOwnAsync(InteropServers.All[server]) : await ProxyRun.RunAsync(GatewayClients.All[name](), InteropServers.All[server], Console.Out);
    }
}

missing.ForEach(Console.WriteLine);
return Conclude(failures);

static async Task<int> RunOwnAsync(Func<InteropServer> origin)
{
    var failures = 0;
    foreach (var transport in InteropTransport.All)
    {
        failures += await ProxyRun.RunOwnAsync(origin, transport, Console.Out);
    }

    return failures;
}

static int Conclude(int failures)
{
    Console.WriteLine(failures == 0 ? "every check passed" : $"{failures} checks failed");
    return failures == 0 ? 0 : 1;
}
