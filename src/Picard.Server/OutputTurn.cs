using System.Diagnostics;
using System.IO.Pipelines;

namespace Picard.Server;

/// <summary>Whose the output of a connection is while an event of the user's is pending: the driver's, which flushes what was written before, or the event's, which writes.</summary>
/// <remarks>
/// <code>
/// Free ─► Driver ─► Free         the flush has ended
/// Free ─► Application ─► Free    the write has ended
///         Driver ─► Claimed ─► Application   the event writes while the driver still flushes: the flush is cancelled, and what is left of it goes with the write
/// </code>
/// </remarks>
internal sealed class OutputTurn(PipeWriter output, PipeScheduler scheduler)
{
    private readonly WakeSource _handOver = new(scheduler);
    private int _owner;

    private enum Owner
    {
        Free,
        Driver,
        Claimed,
        Application,
    }

    /// <summary>Whether a write of the event has not ended.</summary>
    public bool IsApplicationWriting => Volatile.Read(ref _owner) == (int)Owner.Application;

    /// <returns>False: the event writes, and flushes with it.</returns>
    public bool TryBeginFlush() => Interlocked.CompareExchange(ref _owner, (int)Owner.Driver, (int)Owner.Free) == (int)Owner.Free;

    public void EndFlush()
    {
        if (Interlocked.CompareExchange(ref _owner, (int)Owner.Free, (int)Owner.Driver) == (int)Owner.Claimed)
        {
            Volatile.Write(ref _owner, (int)Owner.Application);
            _handOver.Set();
        }
    }

    /// <summary>Completes when the output is the event's.</summary>
    public ValueTask BeginWriteAsync()
    {
        var seen = (Owner)Interlocked.CompareExchange(ref _owner, (int)Owner.Application, (int)Owner.Free);
        if (seen == Owner.Free)
        {
            return default;
        }

        if (seen != Owner.Driver)
        {
            throw new InvalidOperationException("A write of this exchange is pending: await it before the next.");
        }

        var handOver = _handOver.Arm();
        if (Interlocked.CompareExchange(ref _owner, (int)Owner.Claimed, (int)Owner.Driver) == (int)Owner.Driver)
        {
            output.CancelPendingFlush();
        }
        else
        {
            // Race: the flush has ended meanwhile.
            Debug.Assert(_owner == (int)Owner.Free, "Nobody else writes.");
            Volatile.Write(ref _owner, (int)Owner.Application);
            _handOver.Set();
        }

        return handOver;
    }

    public void EndWrite() => Volatile.Write(ref _owner, (int)Owner.Free);
}
