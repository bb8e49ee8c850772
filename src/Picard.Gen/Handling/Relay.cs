using System.IO.Pipelines;

namespace Picard.Gen;

/// <summary>The connection of an exchange whose task reads the request and writes the response side by side, as a proxy does. Implemented by the driver.</summary>
/// <remarks>
/// One read and one write at a time, each on any thread; the driver waits for the task. Nothing is buffered here: what is not read stays with the client, and a write completes
/// when the transport has taken all of it, so awaiting it is the backpressure. A client that takes nothing of what waits for it is too slow, as everywhere.
/// </remarks>
internal abstract class Relay
{
    /// <summary>Where the response is written.</summary>
    public abstract PipeWriter Output { get; }

    /// <summary>Octets of the request content, at least, that have not arrived yet.</summary>
    public abstract long MissingBytes { get; }

    /// <summary>The next run of octets of the request content, where the transport put them; empty at its end. They are valid until the next call.</summary>
    /// <remarks>No 100 is sent for it, and while the client still waits for one its silence is not held against it.</remarks>
    /// <exception cref="ExchangeException">There will be no more, although there should.</exception>
    /// <exception cref="OperationCanceledException">The read was ended by <see cref="CancelRead"/>.</exception>
    public abstract ValueTask<ReadOnlyMemory<byte>> ReadContentAsync();

    /// <summary>The next run of octets of a tunnel; empty after the client's FIN.</summary>
    /// <inheritdoc cref="ReadContentAsync"/>
    public abstract ValueTask<ReadOnlyMemory<byte>> ReadTunnelAsync();

    /// <summary>Ends a read that waits, and those to come. Any thread.</summary>
    public abstract void CancelRead();

    /// <summary>Reads are wanted again.</summary>
    public abstract void ResumeRead();

    /// <summary>Sends what is written and then octets from the caller's memory, and waits until the transport has taken them.</summary>
    /// <returns>False: the client is gone.</returns>
    public abstract ValueTask<bool> SendAsync(ReadOnlyMemory<byte> octets);

    /// <summary>Sends what is written, and then FIN: for a tunnel whose other side has ended.</summary>
    public abstract ValueTask CloseOutputAsync();

    /// <summary>The client has been told to go on (RFC 9110 §15.2.1): from now on its content is due.</summary>
    public abstract void ExpectContent();

    /// <summary>The response has begun: a client that has sent its FIN may well read on.</summary>
    public abstract void BeginResponse();

    /// <summary>Ends the connection at once: only so does a client of any version see that its response is not whole. Any thread.</summary>
    public abstract void Abort(AbortReason reason);
}
