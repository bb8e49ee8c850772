using System.Net.Security;
using System.Runtime.CompilerServices;

namespace Picard.Transport;

/// <summary>Receives from a TLS session. It waits with a read of zero bytes, which holds no memory, and then takes at once what was decrypted: a slab of it is held ahead of the reader's user.</summary>
/// <remarks>Invariant: whoever has claimed the session's reading side (<see cref="TryClaim"/>) owns it, what is held ahead and the end, until it gives the claim back; an operation
/// that waits keeps it. A claim that is given back is followed by a signal, unless it was the user's own, for the user's read may have found it taken.</remarks>
internal sealed class TlsReader : SlabReader
{
    private readonly TlsEnd _connection;
    private readonly SslStream _ssl;
    private readonly TlsStream _stream;
    private readonly Action _onRead;
    private IncomingBytes _ahead;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _read;

    // What the operation under way reads into; null: it waits with no buffer.
    private Slab? _slab;
    private int _isClaimed;
    private int _aheadBytes;
    private volatile bool _hasEnded;
    private volatile bool _endedWithoutNotify;

    public TlsReader(TlsEnd connection, SslStream ssl, TlsStream stream)
        : base(connection)
    {
        _connection = connection;
        _ssl = ssl;
        _stream = stream;
        _ahead = new IncomingBytes(connection.Slabs);
        _onRead = OnRead;
    }

    /// <summary>Bytes that are decrypted and not yet in the buffer of the reader's user.</summary>
    public int AheadBytes => Volatile.Read(ref _aheadBytes);

    public bool EndedWithoutNotify => _endedWithoutNotify;

    /// <summary>Looks what has arrived, and from now on waits for what comes while nobody reads. Any thread.</summary>
    public void Watch()
    {
        if (!TryClaim()) { return; }
        if (AheadBytes == 0 && !_hasEnded && !TryReadOn()) { return; }
        GiveBack();
        OnReady(ResumeOn.Scheduler);
    }

    /// <summary>Once no operation is under way any more, and none can begin.</summary>
    public void Dispose() => _ahead.Release();

    protected override FillOutcome Fill()
    {
        if (!TryClaim()) { return FillOutcome.Nothing; }
        if (AheadBytes == 0 && !_hasEnded && !TryReadOn()) { return FillOutcome.Nothing; }
        if (AheadBytes == 0)
        {
            GiveBack();
            return FillOutcome.Ended;
        }

        _ahead.MoveTo(ref Incoming);
        Volatile.Write(ref _aheadBytes, 0);
        GiveBack();
        if (_connection.IsPeerWatched) { Watch(); }
        return FillOutcome.Received;
    }

    private bool TryClaim()
    {
        if (Interlocked.Exchange(ref _isClaimed, 1) != 0) { return false; }
        if (_connection.TryHold()) { return true; }

        // The connection is being closed: the claim stays, for nothing is to be read any more.
        return false;
    }

    private void GiveBack()
    {
        Volatile.Write(ref _isClaimed, 0);
        _connection.Unhold();
    }

    /// <returns>True: there are bytes, or the end. False: the operation waits, and has the claim.</returns>
    private bool TryReadOn()
    {
        _stream.Enter();
        try
        {
            if (!TryRead(Memory<byte>.Empty)) { return false; }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            End(exception);
            return true;
        }

        return TryTake();
    }

    private bool TryRead(Memory<byte> memory)
    {
        _read = AwaiterOf(_ssl.ReadAsync(memory));
        if (_read.IsCompleted) { return true; }
        _read.UnsafeOnCompleted(_onRead);
        return false;
    }

    private static ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter AwaiterOf(ValueTask<int> read) => read.ConfigureAwait(false).GetAwaiter();

    /// <summary>A read of the session is over.</summary>
    /// <returns>False: another waits.</returns>
    private bool TryTake()
    {
        try
        {
            var bytes = _read.GetResult();
            if (_slab is null)
            {
                // The wait is over: there are bytes, or the end, so this completes at once.
                _slab = _ahead.Reserve();
                if (!TryRead(_slab.FreeMemory)) { return false; }
                bytes = _read.GetResult();
            }

            Received(_slab, bytes);
            _slab = null;
            _stream.Leave();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            End(exception);
        }

        return true;
    }

    private void Received(Slab slab, int bytes)
    {
        if (bytes > 0)
        {
            _ahead.Received(slab, bytes);
            Volatile.Write(ref _aheadBytes, _aheadBytes + bytes);
            return;
        }

        _ahead.Unused(slab);

        // RFC 8446 §6.1: nothing is read behind close_notify, so a FIN that was read came without it.
        EndStream();
    }

    private void End(Exception exception)
    {
        if (_slab is { } slab)
        {
            _slab = null;
            _ahead.Unused(slab);
        }

        // A FIN in the middle of a record is an exception of SslStream, and here what it is elsewhere: an end that nobody announced.
        if (exception is not TransportException && _stream.HasEnded) { EndStream(); }
        else
        {
            _hasEnded = true;
            _connection.Fail(exception);
        }

        _stream.Leave();
    }

    private void EndStream()
    {
        _endedWithoutNotify = _stream.HasEnded;
        _connection.PeerHalfClosed();
        _hasEnded = true;
    }

    private void OnRead()
    {
        if (!TryTake()) { return; }
        GiveBack();
        OnReady(ResumeOn.ThisThread);
    }

    private void OnReady(ResumeOn resumeOn)
    {
        if (Signal(resumeOn) || !_connection.IsPeerWatched || _connection.Fault is not null) { return; }

        // Nobody reads, and somebody wants to know.
        if (_hasEnded && AheadBytes == 0) { _connection.PeerHalfClosedUnattended(); }
    }
}
