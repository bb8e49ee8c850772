using Picard;

internal sealed class PicardProducer : IProducer
{
    private readonly Tally _tally = new();
    private PicardServer? _server;

    public string Name => "Picard.Gen";

    public long AcceptedBytes => _tally.Bytes;

    public async Task<int> StartAsync()
    {
        // Readers that stop are what this is about: by default they would be closed for being too slow after five seconds.
        var options = new ServerOptions { Urls = ["http://127.0.0.1:0"], MinimumResponseRate = MinimumRate.None };
        _server = PicardServer.Create<App>(options, new TallyOnly(_tally));
        await _server.StartAsync();
        Console.WriteLine($"{Name} listens on {_server.Addresses[0]}");
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

[Handler("GET /produce")]
public partial class Producer(Tally tally)
{
    private static readonly byte[] s_octets = new byte[IProducer.WriteBytes];

    [OnRequest]
    async ValueTask Begin()
    {
        Downstream.Begin(StatusCode.Ok, (long)IProducer.Writes * IProducer.WriteBytes);
        for (var i = 0; i < IProducer.Writes; i++)
        {
            // Awaiting is the backpressure: it goes on when the client has taken what was written.
            if (await Downstream.WriteAsync(s_octets) == Flow.Closed)
            {
                return;
            }

            tally.Add(s_octets.Length);
        }

        Downstream.Complete();
    }
}
