using System.IO.Pipelines;

namespace Picard.Gen.Generators.Tests;

/// <summary>An output that keeps what is written in one array and allocates nothing.</summary>
internal sealed class ArrayOutput : PipeWriter
{
    private readonly byte[] _octets = new byte[4 * 1024 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public override void Advance(int bytes) => Length += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _octets.AsMemory(Length);

    public override Span<byte> GetSpan(int sizeHint = 0) => _octets.AsSpan(Length);

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;
}
