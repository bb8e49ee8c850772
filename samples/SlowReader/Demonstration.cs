using System.Diagnostics;

/// <summary>Shows what a server holds for clients that do not read, as it happens.</summary>
internal static class Demonstration
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(IProducer producer, Options options, CancellationToken cancellationToken)
    {
        var port = await producer.StartAsync();

        // One reader first, so that code that is compiled and tables that are made are not counted as memory for readers.
        using (var first = new Readers())
        {
            await first.StartAsync(port, 1, cancellationToken);
            await Task.Delay(s_step, cancellationToken);
        }

        await Task.Delay(s_step, cancellationToken);
        var before = HeapBytes();
        var accepted = producer.AcceptedBytes;
        using var readers = new Readers();
        var since = Stopwatch.StartNew();
        var starting = readers.StartAsync(port, options.Readers, cancellationToken);
        Console.WriteLine($"{options.Readers} clients ask for {IProducer.Writes} MiB each, read 4 KiB, and stop.");
        while (since.Elapsed < TimeSpan.FromSeconds(options.Seconds))
        {
            await Task.Delay(s_step, cancellationToken);
            var heap = Math.Max(0, HeapBytes() - before);
            Console.WriteLine(
                $"{since.Elapsed.TotalSeconds,5:F1} s  {producer.Name,-10}  accepted from handlers {Mebibytes(producer.AcceptedBytes - accepted),8:F1} MiB"
                + $"  memory {Mebibytes(heap),8:F1} MiB, {heap / 1024.0 / options.Readers,7:F1} KiB a client  {Bar(heap)}");
        }

        await starting;
    }

    private static long HeapBytes() => GC.GetTotalMemory(forceFullCollection: true);

    private static double Mebibytes(long bytes) => bytes / 1048576.0;

    /// <summary>One mark for each 4 MiB.</summary>
    private static string Bar(long bytes) => new('█', (int)Math.Min(60, bytes / (4 << 20)));
}
