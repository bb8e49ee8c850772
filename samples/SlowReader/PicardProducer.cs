using Picard;

internal sealed class PicardProducer(string url = "http://127.0.0.1:0") : IProducer
{
    private readonly Tally _tally = new();
    private PicardServer? _server;

    public string Name => "Picard.Gen";

    public long AcceptedBytes => _tally.Bytes;

    public async Task<int> StartAsync()
    {
        // Readers that stop are what this is about: by default they would be closed for being too slow after five seconds.
        var options = new ServerOptions { Urls = [url], MinimumResponseRate = MinimumRate.None };
        _server = PicardServer.Create<App>(options, new TallyOnly(_tally));
        await _server.StartAsync();
        Console.WriteLine($"Listening on {_server.Addresses[0]}");
        return new Uri(_server.Addresses[0]).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private sealed class TallyOnly(Tally tally) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(Tally) ? tally : null;
    }
}

/// <summary>What handlers have got rid of so far.</summary>
public sealed class Tally
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Add(int bytes) => Interlocked.Add(ref _bytes, bytes);
}

[Application]
public partial class App;

/// <summary>10 MiB, in writes of so many octets.</summary>
[Handler("GET /produce/{write:range(1,1048576)}")]
public partial class Producer(Tally tally)
{
    private const int Length = IProducer.Writes * IProducer.WriteBytes;

    private static readonly byte[] s_octets = new byte[IProducer.WriteBytes];

    [OnRequest]
    async ValueTask Begin(int write)
    {
        Downstream.Begin(StatusCode.Ok, Length);
        for (var sent = 0; sent < Length; sent += write)
        {
            var octets = s_octets.AsMemory(0, Math.Min(write, Length - sent));

            // Awaiting is the backpressure: it goes on when the client has taken what was written.
            if (await Downstream.WriteAsync(octets) == Flow.Closed)
            {
                return;
            }

            tally.Add(octets.Length);
        }

        Downstream.Complete();
    }
}

/// <summary>What the process holds, for who measures from outside.</summary>
[Handler]
public partial class Measures(Tally tally)
{
    /// <summary>Octets that handlers have got rid of so far.</summary>
    [Get("/accepted")]
    string Accepted() => $"{tally.Bytes}";

    /// <summary>The working set in octets, without what is garbage.</summary>
    [Get("/working-set"), Offload]
    string WorkingSet()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return $"{Environment.WorkingSet}";
    }
}
