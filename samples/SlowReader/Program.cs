using System.Runtime.InteropServices;

// One command shows it: clients ask for 10 MiB each, read a little, and stop. What does the server hold for them meanwhile?
// First ours, then Kestrel, which does the same. Sleeps here are the watching: a person looks on.
if (!Options.TryParse(args, out var options))
{
    Console.Error.WriteLine(Options.Usage);
    return 1;
}

using var stopped = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
if (options.ServeUrl is { } url)
{
    await using var server = new PicardProducer(url);
    await server.StartAsync();
    await Task.Delay(Timeout.InfiniteTimeSpan, stopped.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
    return 0;
}

foreach (var producer in new IProducer[] { new PicardProducer(), new KestrelProducer() })
{
    await using (producer)
    {
        try
        {
            await Demonstration.RunAsync(producer, options, stopped.Token);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return 0;
        }
    }
}

return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.Cancel();
}
