/// <summary>A server that answers every request with 10 MiB, in writes of 1 MiB.</summary>
internal interface IProducer : IAsyncDisposable
{
    public const int Writes = 10;

    public const int WriteBytes = 1 << 20;

    string Name { get; }

    /// <summary>Octets that the server has accepted from its handlers so far.</summary>
    long AcceptedBytes { get; }

    /// <returns>The port it listens on.</returns>
    Task<int> StartAsync();
}
