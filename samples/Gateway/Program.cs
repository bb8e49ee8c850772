using System.Runtime.InteropServices;
using Picard;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(Options.Usage);
    return 0;
}

Options options;
try
{
    options = Options.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
List<Route> routes = [];
try
{
    foreach (var mapping in options.Mappings)
    {
        var route = new Route(mapping);
        routes.Add(route);
        await route.StartAsync();
    }

    await stopped.Task;

    // What is under way is answered before its connections end.
    await Task.WhenAll(routes.Select(static route => route.StopAsync()));
    return 0;
}
catch (Exception wrong) when (wrong is ServerStartException or OptionException)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
finally
{
    foreach (var route in routes)
    {
        await route.DisposeAsync();
    }
}

void Stop(PosixSignalContext signal)
{
    // A second signal ends the program at once.
    signal.Cancel = stopped.TrySetResult();
}
