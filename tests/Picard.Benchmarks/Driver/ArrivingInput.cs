using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Picard.Benchmarks;

/// <summary>An input whose octets arrive when the benchmark says so, while a read waits, as they do on an event loop.</summary>
internal sealed class ArrivingInput : PipeReader, IValueTaskSource<ReadResult>
{
    private ManualResetValueTaskSourceCore<ReadResult> _read;

    /// <summary>Resumes the read that waits; returns when the reader waits again.</summary>
    public void Arrive(in ReadOnlySequence<byte> octets) => _read.SetResult(new ReadResult(octets, isCanceled: false, isCompleted: false));

    /// <summary>Says that the peer has closed.</summary>
    public void End() => _read.SetResult(new ReadResult(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true));

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(this, _read.Version);

    public override void AdvanceTo(SequencePosition consumed)
    {
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
    }

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false;
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        var result = _read.GetResult(token);
        _read.Reset();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);
}
