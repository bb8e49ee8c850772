using Picard.Client.Interop;

namespace Picard.Proxy.Interop;

/// <summary>Runs the checks of clients with the gateway before a server.</summary>
internal static class ProxyRun
{
    /// <summary>Limit: a check that hangs has failed; the longest takes a few seconds on a machine that has nothing else to do.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(120);

    /// <summary>Runs the checks of our own client with the gateway before a server, on a transport.</summary>
    /// <returns>How many failed.</returns>
    public static async Task<int> RunOwnAsync(Func<InteropServer> origin, InteropTransport transport, TextWriter output)
    {
        await using var front = new GatewayFront(origin(), transport);
        await front.StartAsync();
        var failures = 0;
        foreach (var check in InteropRun.ChecksOf(front))
        {
            failures += await RunAsync($"picard/{transport.Name}", front.Name, check, () => InteropRun.RunAsync(front, transport, check), output);
        }

        return failures;
    }

    /// <summary>Runs the checks of a client with the gateway before a server.</summary>
    /// <returns>How many failed.</returns>
    public static async Task<int> RunAsync(GatewayClient client, Func<InteropServer> origin, TextWriter output)
    {
        await using var front = new GatewayFront(origin(), InteropTransport.All[0]);
        if (!Suits(client, front))
        {
            return 0;
        }

        await front.StartAsync();
        var failures = 0;
        foreach (var (check, run) in client.Checks)
        {
            failures += await RunAsync(client.Name, front.Name, check, () => run(front.Base), output);
        }

        return failures;
    }

    /// <summary>Runs one check, and tells how it went.</summary>
    /// <returns>1 if it failed.</returns>
    public static async Task<int> RunAsync(string client, string server, string check, Func<Task> run, TextWriter output)
    {
        var outcome = "ok";
        try
        {
            await run().WaitAsync(Patience);
        }
        catch (Exception fault)
        {
            outcome = $"FAILED: {fault.GetType().Name}: {fault.Message}";
        }

        await output.WriteLineAsync($"{client,-15} {server,-8} {check,-22} {outcome}");
        return outcome == "ok" ? 0 : 1;
    }

    /// <summary>Whether a server has what a client asks for.</summary>
    public static bool Suits(GatewayClient client, InteropServer server) => server.Only is null && (!client.NeedsSocket || server.HasSocket);
}
