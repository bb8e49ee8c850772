using System.IO.Pipelines;
using System.Net;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport.Tests;

/// <summary>The reference: two pipes of System.IO.Pipelines. What the contract says of readers and writers must be true of them first.</summary>
public sealed class PipeNetwork : TestNetwork
{
    public override ValueTask<ConnectedPair> ConnectAsync()
    {
        var (toServer, toClient) = (new Pipe(), new Pipe());
        return ValueTask.FromResult(new ConnectedPair(new PipeEnd(toClient.Reader, toServer.Writer), new PipeEnd(toServer.Reader, toClient.Writer)));
    }

    private sealed class PipeEnd(PipeReader input, PipeWriter output) : TransportConnection
    {
        public override PipeReader Input => input;

        public override PipeWriter Output => output;

        public override EndPoint? LocalEndPoint => null;

        public override EndPoint? RemoteEndPoint => null;

        public override PipeScheduler Scheduler => PipeScheduler.ThreadPool;

        public override CancellationToken PeerGone => default;

        public override PeerState PeerState => PeerState.Open;

        public override int UnreadBytes => 0;

        public override long SentBytes => 0;

        // Pipes know no files: the reference is one for readers and writers.
        public override ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override void Abort() => Output.Complete(new IOException("aborted"));

        public override ValueTask CloseOutputAsync() => Output.CompleteAsync();

        public override ValueTask DisposeAsync()
        {
            input.Complete();
            output.Complete();
            return ValueTask.CompletedTask;
        }
    }
}
