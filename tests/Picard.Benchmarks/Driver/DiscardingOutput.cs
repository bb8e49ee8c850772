using System.IO.Pipelines;

namespace Picard.Benchmarks;

/// <summary>An output that forgets, as if its peer took everything at once.</summary>
internal sealed class DiscardingOutput : PipeWriter
{
    private readonly byte[] _octets = new byte[64 * 1024];
    private int _length;

    /// <summary>Octets that were flushed.</summary>
    public long FlushedBytes { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

    public void Clear() => _length = 0;

    public override void Advance(int bytes) => _length += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _octets.AsMemory(_length);

    public override Span<byte> GetSpan(int sizeHint = 0) => _octets.AsSpan(_length);

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        FlushedBytes += _length;
        _length = 0;
        return default;
    }
}
