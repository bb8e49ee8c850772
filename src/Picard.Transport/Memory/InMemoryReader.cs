namespace Picard.Transport;

/// <summary>Reads from the channel that the peer writes to.</summary>
internal sealed class InMemoryReader(InMemoryEnd connection, InMemoryChannel channel) : SlabReader(connection)
{
    // Bytes of the buffer that count against the channel's watermarks.
    private long _countedBytes;

    protected override FillOutcome Fill()
    {
        var outcome = channel.Receive(ref Incoming);
        if (outcome == FillOutcome.Received) { _countedBytes = Incoming.UnexaminedBytes; }
        if (outcome == FillOutcome.Ended) { connection.PeerHalfClosed(); }
        return outcome;
    }

    protected override void OnAdvanced()
    {
        var examinedBytes = _countedBytes - Incoming.UnexaminedBytes;
        if (examinedBytes <= 0) { return; }
        _countedBytes = Incoming.UnexaminedBytes;
        channel.Release(examinedBytes);
    }
}
