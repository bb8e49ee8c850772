namespace Picard.Transport;

/// <summary>The two ends of a connection that never leaves the process.</summary>
public sealed class InMemoryPair
{
    internal InMemoryPair(TransportConnection client, TransportConnection server)
    {
        Client = client;
        Server = server;
    }

    /// <summary>The end that a client would have.</summary>
    public TransportConnection Client { get; }

    /// <summary>The end that a listener would hand out.</summary>
    public TransportConnection Server { get; }

    /// <summary>The two ends, for <c>var (client, server) = …</c>.</summary>
    /// <param name="client">The end that a client would have.</param>
    /// <param name="server">The end that a listener would hand out.</param>
    public void Deconstruct(out TransportConnection client, out TransportConnection server)
    {
        client = Client;
        server = Server;
    }
}
