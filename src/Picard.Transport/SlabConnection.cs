using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport;

/// <summary>What the transports share: the two halves, the first fault, what is known of the peer, and the order in which a connection ends.</summary>
internal abstract class SlabConnection : TransportConnection
{
    private ConnectionFault? _fault;
    private CancellationTokenSource? _peerGone;
    private int _peerState;
    private int _isDisposed;
    private bool _isUnattendedEnd;
    private bool _isOutputClosed;

    public sealed override PipeReader Input => Reader;

    public sealed override PipeWriter Output => Writer;

    public override PeerState PeerState => (PeerState)Volatile.Read(ref _peerState);

    public sealed override CancellationToken PeerGone
    {
        get
        {
            var source = Volatile.Read(ref _peerGone);
            if (source is not null) { return source.Token; }
            source = new CancellationTokenSource();
            if (Interlocked.CompareExchange(ref _peerGone, source, null) is { } earlier) { return earlier.Token; }
            WatchPeer();

            // Race: the peer went away between the last look and the exchange above, when there was no source to cancel. So look again after publishing it.
            if (IsPeerGone) { source.Cancel(); }
            return source.Token;
        }
    }

    public override long SentBytes => Writer.SentBytes;

    /// <summary>Where slabs come from.</summary>
    public abstract SlabPool Slabs { get; }

    /// <summary>Why the connection is lost; null while it is not.</summary>
    public ConnectionFault? Fault => Volatile.Read(ref _fault);

    /// <summary>Somebody wants to know when the peer goes away.</summary>
    public bool IsPeerWatched => Volatile.Read(ref _peerGone) is not null;

    protected abstract SlabReader Reader { get; }

    protected abstract SlabWriter Writer { get; }

    private bool IsPeerGone => _peerState == (int)PeerState.Gone ? Fault?.Fault != TransportFault.Aborted : Volatile.Read(ref _isUnattendedEnd);

    public sealed override ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default) =>
        Writer.SendFileAsync(file, offset, count, cancellationToken);

    public sealed override void Abort()
    {
        Interlocked.CompareExchange(ref _fault, ConnectionFault.Aborted, null);
        Interlocked.Exchange(ref _peerState, (int)PeerState.Gone);
        ResetTransport();
        Reader.Close();
        Writer.Close();
    }

    public sealed override ValueTask CloseOutputAsync()
    {
        if (_isOutputClosed) { return ValueTask.CompletedTask; }
        Writer.MarkCompleted();
        var flush = Writer.FlushAsync();
        if (!flush.IsCompletedSuccessfully) { return CloseOutputSlowly(flush); }
        var flushed = flush.Result;
        if (flushed.IsCanceled) { return CloseOutputSlowly(new ValueTask<FlushResult>(flushed)); }
        return EndOutput(flushed);
    }

    public sealed override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) { return ValueTask.CompletedTask; }
        GC.SuppressFinalize(this);
        Interlocked.CompareExchange(ref _fault, ConnectionFault.Aborted, null);
        Interlocked.Exchange(ref _peerState, (int)PeerState.Gone);
        Reader.Close();
        Writer.Close();
        var closed = CloseTransport();
        Reader.Release();
        Writer.Release();
        return closed;
    }

    /// <summary>The connection is lost. The first fault is the one that is told.</summary>
    public void Fail(ConnectionFault fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        if (Interlocked.Exchange(ref _peerState, (int)PeerState.Gone) == (int)PeerState.Gone) { return; }
        TellPeerGone();

        // Never inline: the caller may be in the middle of one half's turn, and the other half's continuation may dispose of the connection.
        Reader.Signal(ResumeOn.Scheduler);
        Writer.Signal(ResumeOn.Scheduler);
    }

    /// <summary>The peer's FIN was read, or seen.</summary>
    public void PeerHalfClosed() => Interlocked.CompareExchange(ref _peerState, (int)PeerState.HalfClosed, (int)PeerState.Open);

    /// <summary>The peer has closed both directions: nothing reaches it any more. What it sent before is still there to be read, and ends without a fault.</summary>
    public void PeerHungUp()
    {
        if (Interlocked.Exchange(ref _peerState, (int)PeerState.Gone) != (int)PeerState.Gone) { TellPeerGone(); }
    }

    /// <summary>The peer's FIN was seen while nobody read.</summary>
    public void PeerHalfClosedUnattended()
    {
        PeerHalfClosed();
        Volatile.Write(ref _isUnattendedEnd, true);
        Interlocked.MemoryBarrier();
        TellPeerGone();
    }

    /// <summary>Sends FIN.</summary>
    protected abstract ValueTask ShutdownOutput();

    /// <summary>Sends RST and frees the transport's part. Any thread.</summary>
    protected abstract void ResetTransport();

    /// <summary>Frees the transport's part: after <see cref="ResetTransport"/> too, and called once.</summary>
    protected abstract ValueTask CloseTransport();

    /// <summary>From now on the peer's end is wanted even while nobody reads.</summary>
    protected virtual void WatchPeer()
    {
    }

    private void TellPeerGone()
    {
        if (Volatile.Read(ref _peerGone) is not { } source) { return; }
        if (ReferenceEquals(Scheduler, PipeScheduler.ThreadPool)) { ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), source, preferLocal: false); }
        else { Scheduler.Schedule(static source => ((CancellationTokenSource)source!).Cancel(), source); }
    }

    // The end of a Task would hop to another thread where the caller has a SynchronizationContext: what ends this wait goes on with the connection.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CloseOutputSlowly(ValueTask<FlushResult> flush)
    {
        // A cancelled flush is no reason to cut the stream: what is written is sent before the FIN.
        var flushed = await flush.ConfigureAwait(false);
        while (flushed.IsCanceled && !flushed.IsCompleted) { flushed = await Writer.FlushAsync().ConfigureAwait(false); }
        await EndOutput(flushed).ConfigureAwait(false);
    }

    private ValueTask EndOutput(FlushResult flushed)
    {
        if (_isOutputClosed) { return ValueTask.CompletedTask; }
        _isOutputClosed = true;
        return flushed.IsCompleted ? ValueTask.CompletedTask : ShutdownOutput();
    }
}
