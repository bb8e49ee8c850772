using System.Buffers;
using System.IO.Pipelines;

namespace Picard.Server;

/// <summary>What has arrived on a connection and is not consumed yet.</summary>
/// <remarks>Invariant: a batch, which is what one read gave, is given back exactly once, before the next read. Until then its octets stay where they are.</remarks>
internal struct ConnectionInput(PipeReader reader)
{
    /// <summary>The unconsumed rest of the last read.</summary>
    public ReadOnlySequence<byte> Batch;

    private bool _holdsBatch;

    /// <summary>Whether the peer has sent FIN: nothing comes after this batch.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Octets that <see cref="Discard"/> has consumed.</summary>
    public long DiscardedBytes { get; private set; }

    /// <summary>Gives the batch back, all of it looked at, and asks for more.</summary>
    public ValueTask<ReadResult> ReadAsync()
    {
        if (_holdsBatch)
        {
            _holdsBatch = false;
            reader.AdvanceTo(Batch.Start, Batch.End);
        }

        return reader.ReadAsync();
    }

    /// <summary>Takes what a read gave.</summary>
    /// <returns>How many octets have arrived since the read before.</returns>
    public long Take(in ReadResult read)
    {
        var arrivedBytes = read.Buffer.Length - Batch.Length;
        Batch = read.Buffer;
        IsEnded = read.IsCompleted;
        _holdsBatch = true;
        return arrivedBytes;
    }

    /// <summary>A read has failed: the batch was given back before it, so its octets are not there any more, and nothing comes after them.</summary>
    public void Lose()
    {
        Batch = default;
        IsEnded = true;
    }

    /// <summary>Consumes the whole batch unseen.</summary>
    public void Discard()
    {
        DiscardedBytes += Batch.Length;
        Batch = Batch.Slice(Batch.End);
    }
}
