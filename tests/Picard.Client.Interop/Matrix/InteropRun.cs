namespace Picard.Client.Interop;

/// <summary>Runs the checks that a server can be asked to do.</summary>
internal static class InteropRun
{
    // Limit: a check that hangs has failed; the longest takes a second on a machine that has nothing else to do.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>The checks for a server.</summary>
    public static IEnumerable<string> ChecksOf(InteropServer server) =>
        InteropChecks.All.Keys.Where(check => (server.Only?.Contains(check) ?? true) && !server.Without.Contains(check));

    /// <returns>How many failed.</returns>
    public static async Task<int> RunAsync(InteropServer server, InteropTransport transport, TextWriter output)
    {
        var failures = 0;
        foreach (var check in ChecksOf(server))
        {
            var outcome = "ok";
            try
            {
                await RunAsync(server, transport, check);
            }
            catch (Exception fault)
            {
                failures++;
                outcome = $"FAILED: {fault.GetType().Name}: {fault.Message}";
            }

            await output.WriteLineAsync($"{server.Name,-8} {transport.Name,-8} {check,-22} {outcome}");
        }

        return failures;
    }

    /// <summary>Runs one check.</summary>
    /// <exception cref="Exception">It failed.</exception>
    public static async Task RunAsync(InteropServer server, InteropTransport transport, string check)
    {
        await using var client = new PicardClient(new ClientOptions { Connector = transport.Connector(), Tls = server.Tls });
        await InteropChecks.All[check](new InteropChecks(client, server)).WaitAsync(s_patience);
    }
}
