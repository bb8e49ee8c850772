namespace Picard.Transport;

/// <summary>What hangs on a <see cref="TimerWheel"/>: one timer, and its place in the chain of its slot.</summary>
internal abstract class WheelTimer
{
    private WheelTimer? _previous;

    /// <summary>For the wheel: the tick it hangs at; -1 if it does not hang.</summary>
    public long DueTick { get; set; } = -1;

    /// <summary>For the wheel: the one behind it in its chain.</summary>
    public WheelTimer? Next { get; private set; }

    /// <summary>Its time has come. It hangs no more, and may be added again.</summary>
    public abstract void Expire();

    public void Link(WheelTimer? first)
    {
        Next = first;
        if (first is not null) { first._previous = this; }
    }

    public void Unlink()
    {
        if (_previous is not null) { _previous.Next = Next; }
        if (Next is not null) { Next._previous = _previous; }
        Next = null;
        _previous = null;
    }
}
