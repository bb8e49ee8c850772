namespace Picard.Transport;

/// <summary>Writes to the channel that the peer reads from.</summary>
internal sealed class InMemoryWriter(InMemoryEnd connection, InMemoryChannel channel) : SlabWriter(connection)
{
    protected override SendOutcome Send()
    {
        var outcome = connection.Fault is null ? channel.Send(ref Outgoing) : SendOutcome.Gone;
        if (outcome == SendOutcome.Gone) { connection.Fail(new ConnectionFault(TransportFault.Reset, "ECONNRESET")); }
        return outcome;
    }
}
