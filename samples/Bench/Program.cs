using System.Runtime.InteropServices;
using Picard;

// A program that does not look at its own server is one line: PicardServer.RunAsync<App>(args). This one tells how many requests it has answered.
if (args is not ([] or ["--urls", _]))
{
    Console.Error.WriteLine("usage: Bench [--urls http://HOST:PORT]");
    return 1;
}

var options = args is ["--urls", var urls] ? new ServerOptions { Urls = urls.Split(';') } : new ServerOptions();
await using var server = PicardServer.Create<App>(options);
Stats.Server = server;

var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    await server.StartAsync();
}
catch (ServerStartException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

foreach (var address in server.Addresses)
{
    Console.WriteLine($"Listening on {address}");
}

await stopped.Task;
await server.StopAsync();
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

[Application]
public partial class App;
