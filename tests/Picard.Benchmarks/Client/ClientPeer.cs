namespace Picard.Benchmarks;

/// <summary>A client under measurement. Its methods make one request each, and see to it that the answer is the right one; each is written as a user of that client would, for speed.</summary>
internal abstract class ClientPeer : IAsyncDisposable
{
    /// <summary>The name of our client in reports, with its calls made on an event loop.</summary>
    public const string Ours = "picard-loop";

    /// <summary>The name of our client with its calls made on the thread pool.</summary>
    public const string OursFromPool = "picard-pool";

    /// <summary>Every client.</summary>
    public static IReadOnlyList<string> Names { get; } = [Ours, OursFromPool, "picard-sockets", "httpclient", "invoker"];

    /// <summary>Content of 1 KiB and of 1 MiB to send.</summary>
    protected static byte[] Small { get; } = new byte[ClientScenario.SmallBytes];

    protected static byte[] Large { get; } = new byte[ClientScenario.LargeBytes];

    /// <summary>Makes a client of a server on the loopback address.</summary>
    public static async Task<ClientPeer> CreateAsync(string name, int port) => name switch
    {
        Ours => await PicardPeer.OnLoopAsync(port),
        OursFromPool => PicardPeer.FromPool(port),
        "picard-sockets" => PicardPeer.OverSockets(port),
        "httpclient" => new HttpClientPeer(port),
        "invoker" => new InvokerPeer(port),
        _ => throw new UsageException($"There is no peer '{name}'; known are {string.Join(", ", Names)}."),
    };

    /// <summary>Begins some work where the calls of this client are made.</summary>
    public virtual void Start(Action work) => ThreadPool.UnsafeQueueUserWorkItem(static work => ((Action)work!)(), work);

    /// <summary>A short text.</summary>
    public abstract ValueTask GetAsync();

    /// <summary>The same by the methods that give a whole response: status, fields and content.</summary>
    public abstract ValueTask ResponseAsync();

    /// <summary>A short JSON object, as a value.</summary>
    public abstract ValueTask JsonAsync();

    /// <summary>Sends 1 KiB; the answer is a short JSON object.</summary>
    public abstract ValueTask PostAsync();

    /// <summary>1 MiB, each piece looked at as it comes and then forgotten.</summary>
    public abstract ValueTask DownloadAsync();

    /// <summary>Sends 1 MiB.</summary>
    public abstract ValueTask UploadAsync();

    public abstract ValueTask DisposeAsync();

    protected static void Expect<T>(T expected, T received)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, received))
        {
            throw new InvalidDataException($"The answer was {received} in place of {expected}.");
        }
    }
}
