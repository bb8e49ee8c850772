using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport;

/// <summary>A connection on an event loop: edge-triggered, non-blocking, its continuations inline on the loop's thread.</summary>
/// <remarks>
/// Who may do what: reads and flushes run on the loop, or on another thread that owns the request (it enters the <see cref="DescriptorGuard"/> around each system call);
/// events, registration and closing belong to the loop's thread alone. Invariant: after <see cref="CloseDescriptor"/> no system call is made with the descriptor.
/// </remarks>
internal sealed class EpollConnection : SlabConnection, IEpollSource
{
    // Events after which a receive may find something.
    private const uint Arrivals = Epoll.In | Epoll.ReadHangUp | Epoll.HangUp | Epoll.Error;

    private readonly EpollReader _reader;
    private readonly EpollWriter _writer;
    private readonly LoopGroup _group;
    private readonly int _descriptor;
    private DescriptorGuard _guard;
    private TurnShare _share;
    private EndPoint? _localEndPoint;
    private EndPoint? _remoteEndPoint;
    private int _unsentBytes;
    private bool _isClosed;

    public EpollConnection(LoopGroup group, EventLoop loop, int descriptor, EndPoint listenerOrTarget)
    {
        _group = group;
        Loop = loop;
        _descriptor = descriptor;
        _unsentBytes = group.Options.UnsentBytes;
        AddressFamily = listenerOrTarget.AddressFamily;
        _reader = new EpollReader(this);
        _writer = new EpollWriter(this);
    }

    public EventLoop Loop { get; }

    public override PipeScheduler Scheduler => Loop;

    public override bool IsOnItsLoop => Loop.IsCurrent;

    public override SlabPool Slabs => Loop.Slabs;

    public override TimeProvider Clock => Loop.Clock;

    public override EndPoint? LocalEndPoint => _localEndPoint ??= AskAddress(AddressOf.ThisEnd);

    public override EndPoint? RemoteEndPoint => _remoteEndPoint ??= AskAddress(AddressOf.Peer);

    /// <summary>The peer's FIN, a hang-up or an error was reported: after it, only a receive that finds nothing means drained.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What it may do in this turn. On the loop's thread.</summary>
    public ref TurnShare Share => ref _share;

    public override int UnreadBytes
    {
        get
        {
            // The kernel was seen empty, and has reported nothing since: on the loop that is known as of its last look at all sockets, and costs no system call.
            if (Loop.IsCurrent && _reader.IsDrained) { return 0; }
            if (!TryEnter(out var isForeign)) { return 0; }
            var bytes = Epoll.UnreadBytes(_descriptor);
            Leave(isForeign);
            return Math.Max(bytes, 0);
        }
    }

    protected override SlabReader Reader => _reader;

    protected override SlabWriter Writer => _writer;

    ulong IEpollSource.Key { get; set; }

    private AddressFamily AddressFamily { get; }

    public override void AllowUnsent(int bytes)
    {
        var allowed = Math.Max(bytes, _group.Options.UnsentBytes);
        if (allowed == _unsentBytes || AddressFamily == AddressFamily.Unix || !TryEnter(out var isForeign)) { return; }

        // It only saves time: a system that refuses keeps what it has.
        if (Epoll.SetNotSentLowWater(_descriptor, allowed) >= 0) { _unsentBytes = allowed; }
        Leave(isForeign);
    }

    /// <summary>On the loop's thread: from now on events arrive.</summary>
    /// <returns>0, or an errno negated: then the descriptor is closed.</returns>
    public int Open()
    {
        var result = Loop.Register(this, _descriptor, Epoll.In | Epoll.Out | Epoll.ReadHangUp | Epoll.EdgeTriggered);
        if (result < 0)
        {
            _isClosed = true;
            Loop.RemoveConnection();
            _group.Close(_descriptor);
        }

        return result;
    }

    public int Receive(Span<byte> destination)
    {
        if (!TryEnter(out var isForeign)) { return -Errno.BadDescriptor; }
        int received;
        do { received = Epoll.Receive(_descriptor, destination); }
        while (received == -Errno.Interrupted);
        Leave(isForeign);
        return received;
    }

    public int Send(ref OutgoingBytes outgoing, int flags)
    {
        if (!TryEnter(out var isForeign)) { return -Errno.BadDescriptor; }
        int sent;
        var external = isForeign || outgoing.External.Length <= _share.LeftBytes ? outgoing.External.Span : outgoing.External.Span[.._share.LeftBytes];
        do
        {
            sent = outgoing.External.IsEmpty && outgoing.Head!.Length == outgoing.SlabbedBytes
                ? Epoll.Send(_descriptor, outgoing.Head.UsedSpan, flags)
                : Epoll.Send(_descriptor, outgoing.SlabbedBytes > 0 ? outgoing.Head : null, external, flags);
        }
        while (sent == -Errno.Interrupted);
        Leave(isForeign);
        return sent;
    }

    /// <returns>Bytes that the kernel took; 0: the file ends before the offset; or an errno negated.</returns>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public int SendFile(SafeFileHandle file, long offset, int maxBytes)
    {
        // Not EBADF, which is the file's.
        if (!TryEnter(out var isForeign)) { return -Errno.Canceled; }
        try
        {
            int sent;
            do { sent = Epoll.SendFile(_descriptor, file, offset, maxBytes); }
            while (sent == -Errno.Interrupted);
            return sent;
        }
        finally
        {
            Leave(isForeign);
        }
    }

    /// <summary>A system call failed.</summary>
    public void Fail(int errno) =>
        Fail(errno == Errno.BadDescriptor ? ConnectionFault.Aborted : Errno.ToFault(errno));

    protected override ValueTask ShutdownOutput()
    {
        if (!TryEnter(out var isForeign)) { return ValueTask.CompletedTask; }
        var result = Epoll.ShutdownOutput(_descriptor);
        Leave(isForeign);
        if (result < 0) { Fail(-result); }
        return ValueTask.CompletedTask;
    }

    protected override void ResetTransport()
    {
        if (!TryEnter(out var isForeign)) { return; }
        Epoll.SetResetOnClose(_descriptor);
        Leave(isForeign);
        if (Loop.IsCurrent) { CloseDescriptor(); }
        else { Loop.Schedule(static connection => ((EpollConnection)connection!).CloseDescriptor(), this); }
    }

    protected override ValueTask CloseTransport()
    {
        if (Loop.IsCurrent)
        {
            CloseDescriptor();
            return ValueTask.CompletedTask;
        }

        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Schedule(
            _ =>
            {
                CloseDescriptor();
                closed.SetResult();
            },
            null);
        return new ValueTask(closed.Task);
    }

    void IEpollSource.OnStopping() => Abort();

    void IEpollSource.OnReported(uint events)
    {
        if ((events & Arrivals) != 0) { _reader.NoteEvent(); }
    }

    void IEpollSource.OnEvents(uint events)
    {
        if ((events & (Epoll.ReadHangUp | Epoll.HangUp | Epoll.Error)) != 0) { OnEnding(events); }
        if ((events & (Epoll.Out | Epoll.HangUp | Epoll.Error)) != 0) { _writer.OnWritable(); }
        if ((events & Arrivals) != 0) { _reader.OnReadable(); }

        // The read that was waiting may have told the end; if it has not, nobody has.
        if ((events & Epoll.ReadHangUp) != 0 && !_reader.HasToldTheEnd && !_isClosed) { PeerHalfClosedUnattended(); }
    }

    private void OnEnding(uint events)
    {
        HasEnded = true;
        if ((events & Epoll.ReadHangUp) != 0) { PeerHalfClosed(); }
        if ((events & Epoll.Error) == 0)
        {
            // A Unix socket has no reset: its peer's close is a hang-up. On TCP it follows our own FIN, when nobody waits for the peer any more.
            if ((events & Epoll.HangUp) != 0) { PeerHungUp(); }
            return;
        }

        // A send may have taken the error first; then it has told it.
        var errno = Epoll.TakeError(_descriptor);
        if (errno == 0) { return; }
        _reader.NoteEvent();
        _writer.NoteEvent();
        Fail(errno);
    }

    private void CloseDescriptor()
    {
        if (_isClosed) { return; }
        _isClosed = true;
        Loop.Unregister(this);
        Loop.RemoveConnection();
        if (_guard.Close()) { _group.Close(_descriptor); }
    }

    /// <summary>Before a system call: false if the descriptor is closed.</summary>
    private bool TryEnter(out bool isForeign)
    {
        isForeign = !Loop.IsCurrent;
        return isForeign ? _guard.TryEnter() : !_isClosed;
    }

    private void Leave(bool isForeign)
    {
        if (isForeign && _guard.Leave()) { _group.Close(_descriptor); }
    }

    private EndPoint? AskAddress(AddressOf end)
    {
        Span<byte> address = stackalloc byte[128];
        if (!TryEnter(out var isForeign)) { return null; }
        var length = Epoll.GetAddress(_descriptor, end, address);
        Leave(isForeign);
        return length < 0 ? null : SocketAddresses.ToEndPoint(AddressFamily, address[..length]);
    }
}
