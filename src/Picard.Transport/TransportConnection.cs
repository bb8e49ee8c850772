using System.IO.Pipelines;
using System.Net;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport;

/// <summary>One byte stream between two peers: an <see cref="IDuplexPipe"/> directly on the connection, without a pipe or a pump task between.</summary>
/// <remarks>
/// <para><see cref="Input"/> and <see cref="Output"/> each have one owner at a time; the two may be used from different threads. <see cref="Abort"/>,
/// <see cref="PipeReader.CancelPendingRead"/>, <see cref="PipeWriter.CancelPendingFlush"/> and <see cref="DisposeAsync"/> may be called from any thread.</para>
/// <para>Continuations of reads and flushes run where the transport says (<see cref="Scheduler"/>): on the thread pool, or inline on an event loop. They must not block.</para>
/// </remarks>
public abstract class TransportConnection : IDuplexPipe, IAsyncDisposable
{
    /// <summary>What the peer sends. A connection that the peer reset throws <see cref="TransportException"/> from <see cref="PipeReader.ReadAsync"/>.</summary>
    public abstract PipeReader Input { get; }

    /// <summary>What is sent to the peer.</summary>
    /// <remarks>A flush ends when the transport has taken every byte, so awaiting it is the backpressure. A peer that is gone is no exception here:
    /// the flush returns with <see cref="FlushResult.IsCompleted"/> set, and what was written is dropped.
    /// <see cref="PipeWriter.Complete"/> sends what is left, then FIN; completing with an exception is <see cref="Abort"/>.</remarks>
    public abstract PipeWriter Output { get; }

    /// <summary>The address of this end; null if the connection has none.</summary>
    public abstract EndPoint? LocalEndPoint { get; }

    /// <summary>The address of the peer; null if the connection has none.</summary>
    public abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>Where continuations of this connection run, for work that must join them there.</summary>
    public abstract PipeScheduler Scheduler { get; }

    /// <summary>Whether the calling thread is the event loop of this connection, so that what is asked of it needs no hop. False where continuations run on the thread pool.</summary>
    public virtual bool IsOnItsLoop => false;

    /// <summary>The time of this connection. On an event loop its timers expire on the loop, and to set and reset one costs nothing.</summary>
    public virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>Cancelled when the peer is gone: a reset or an error on the connection; also a FIN that arrives while nothing reads, if the transport can tell.</summary>
    /// <remarks>The source is made when first asked for. Callbacks run on <see cref="Scheduler"/>, must be short and must not throw.
    /// <see cref="PeerState"/> then says which of the two it was.</remarks>
    public abstract CancellationToken PeerGone { get; }

    /// <summary>What is known of the peer now, whether or not anything reads.</summary>
    public abstract PeerState PeerState { get; }

    /// <summary>Bytes that have arrived and that <see cref="Input"/> has not yet taken from the transport: with a FIN seen, they tell a cut message from a complete one.</summary>
    /// <remarks>On the thread of an event loop, what it knows of its own connection is as of its last look at all of them.</remarks>
    public abstract int UnreadBytes { get; }

    /// <summary>Whether the peer's stream has ended by FIN where the protocol announces its end (TLS: close_notify, RFC 8446 §6.1): content that is delimited by the end may be cut, by anybody on the way.
    /// Of use once <see cref="Input"/> has told its end; always false where FIN is all there is.</summary>
    public virtual bool EndedWithoutNotify => false;

    /// <summary>Bytes of <see cref="Output"/> that the peer's side has taken so far: the kernel for a socket, the reader for an in-memory pair. It only grows,
    /// is read from any thread, and moves while a flush is pending: a server tells a slow reader from one that has stopped by it.</summary>
    public abstract long SentBytes { get; }

    /// <summary>Lets the system hold so much that is on its way to the peer but not sent, so that a flush of a large write waits less often: for content that is in memory as a whole, where it saves half of the processor's time.
    /// Without it a flush waits from some ten KiB on, which is the backpressure of what is written as it comes.</summary>
    /// <remarks>For what is written from now on. A transport that has no such bound ignores it.</remarks>
    /// <param name="bytes">How much; less than the connection had at first, such as 0, gives it that again.</param>
    public virtual void AllowUnsent(int bytes)
    {
    }

    /// <summary>Sends what is written, and then a part of a file: from the kernel's cache of the file to the socket where the system can do that, otherwise through memory in pieces of 64 KiB at most.</summary>
    /// <remarks>
    /// <para>It is a write of <see cref="Output"/>, with its rules: it completes when the transport has taken every byte, which is the backpressure; a peer that is gone makes it return
    /// completed; <see cref="PipeWriter.CancelPendingFlush"/> and the token end it early. As with other writes the rest then stays to be sent: the next flush goes on with it,
    /// <see cref="PipeWriter.UnflushedBytes"/> says how much it is, and until it is sent the file must stay open and nothing may be written.</para>
    /// <para>Octets that are not in the kernel's cache are waited for on the thread that sends, an event loop included: a piece of 256 KiB at most, then others have their turn.</para>
    /// </remarks>
    /// <param name="file">A regular file, open for reading. It stays the caller's.</param>
    /// <param name="offset">The first octet, counted from 0.</param>
    /// <param name="count">How many octets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>As for <see cref="PipeWriter.FlushAsync"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset or the count is negative.</exception>
    /// <exception cref="InvalidOperationException">The writer was completed, a flush waits, or the rest of another file does.</exception>
    /// <exception cref="IOException">The file cannot be read, or ends before the last octet. What was read is sent or will be; the rest of the file is not, so a peer that was promised it must see an <see cref="Abort"/>.</exception>
    public abstract ValueTask<FlushResult> SendFileAsync(SafeFileHandle file, long offset, long count, CancellationToken cancellationToken = default);

    /// <summary>Ends the connection at once, with a reset to the peer. Pending and later reads throw <see cref="TransportException"/>; pending and later flushes return completed.</summary>
    public abstract void Abort();

    /// <summary>Sends what is written, then FIN: the peer sees the end of the stream, while <see cref="Input"/> can still be read.</summary>
    /// <returns>Completes when the FIN is handed to the transport, or when the peer is gone.</returns>
    public abstract ValueTask CloseOutputAsync();

    /// <summary>Closes the connection and gives every slab back. May be called more than once; a read or flush that is pending ends as after <see cref="Abort"/>.</summary>
    /// <returns>Completes when the connection holds nothing any more.</returns>
    public abstract ValueTask DisposeAsync();
}
