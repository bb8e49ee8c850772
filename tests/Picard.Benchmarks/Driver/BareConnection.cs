using System.IO.Pipelines;
using System.Net;
using Microsoft.Win32.SafeHandles;
using Picard.Transport;

namespace Picard.Benchmarks;

/// <summary>A connection without a transport: its octets come from the benchmark and go nowhere.</summary>
internal sealed class BareConnection : TransportConnection
{
    private readonly DiscardingOutput _output = new();

    public ArrivingInput Arriving { get; } = new();

    public long FlushedBytes => _output.FlushedBytes;

    public override PipeReader Input => Arriving;

    public override PipeWriter Output => _output;

    public override EndPoint? LocalEndPoint => null;

    public override EndPoint? RemoteEndPoint => null;

    public override PipeScheduler Scheduler => PipeScheduler.Inline;

    public override CancellationToken PeerGone => CancellationToken.None;

    public override PeerState PeerState => PeerState.Open;

    public override int UnreadBytes => 0;

    public override long SentBytes => _output.FlushedBytes;

    public override ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("No benchmark of the driver sends files.");

    public override void Abort()
    {
    }

    public override ValueTask CloseOutputAsync() => default;

    public override ValueTask DisposeAsync() => default;
}
