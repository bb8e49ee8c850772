using System.Net;

namespace Picard.Gen;

/// <summary>The driver, which makes what an exchange needs beyond its output when one first needs it.</summary>
internal interface IExchangeOwner
{
    /// <summary>The connection of the exchange.</summary>
    IExchangeConnection Connection { get; }

    /// <summary>Whether the last octet of the request has come: a read does not wait any more.</summary>
    bool IsContentComplete { get; }

    /// <summary>The clock of the server.</summary>
    TimeProvider Time { get; }

    /// <summary>The address of the peer; null if it has none.</summary>
    EndPoint? RemoteEndPoint { get; }

    /// <summary>The address that the peer has connected to; null if there is none.</summary>
    EndPoint? LocalEndPoint { get; }

    /// <summary>From now on input and output are the handler's task's: sends what is written as far as the peer takes it at once, and leaves the waiting to the task.</summary>
    void BeginStream();

    /// <summary>The next run of octets of the request content, where the transport put them; empty at its end. For the pending task of a handler.</summary>
    /// <exception cref="ExchangeException">There will be no more, although there should.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadContentAsync();

    /// <summary>The connection as a stream, for the pending task of a handler whose exchange has become a tunnel; once.</summary>
    Tunnel OpenTunnel();

    /// <summary>The connection for the pending task of a handler that reads and writes side by side.</summary>
    Relay OpenRelay();
}
