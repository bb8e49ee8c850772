using Picard.Client.Interop;

const string Help = """
    usage: dotnet run --project tests/Picard.Client.Interop [-- SERVER,…]
      Our client against each server that this machine has: the same checks for all, on each transport. Without a list: picard, kestrel, node, python, nginx, haproxy, openssl.
      Exit code: 0 if every check passed, 1 if one failed. A server whose programme is not installed is named, and left out.
    """;

if (args is ["--help"])
{
    Console.WriteLine(Help);
    return 0;
}

var names = args is [var list] ? list.Split(',') : [.. InteropServers.All.Keys];
var failures = 0;
var missing = new List<string>();
foreach (var name in names)
{
    if (!InteropServers.All.TryGetValue(name, out var make))
    {
        Console.Error.WriteLine($"There is no server '{name}'.\n{Help}");
        return 1;
    }

    await using var server = make();
    if (server.Missing is { } programme)
    {
        missing.Add($"{name} was not checked: there is no {programme} here (apt-get install {server.Package})");
        continue;
    }

    await server.StartAsync();
    foreach (var transport in InteropTransport.All)
    {
        failures += await InteropRun.RunAsync(server, transport, Console.Out);
    }
}

missing.ForEach(Console.WriteLine);
Console.WriteLine(failures == 0 ? "every check passed" : $"{failures} checks failed");
return failures == 0 ? 0 : 1;
