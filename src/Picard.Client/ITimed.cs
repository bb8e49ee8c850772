namespace Picard.Client;

/// <summary>Something with a deadline, in the list of <see cref="ClientTimer"/>.</summary>
internal interface ITimed
{
    /// <summary>When it is due, on the timer's clock; <see cref="ClientTimer.Never"/> if nothing is. Read on the timer's thread.</summary>
    long Deadline { get; }

    /// <summary>The timer's own: its place in the list.</summary>
    int TimerIndex { get; set; }

    /// <summary>The deadline has passed; called at every tick until it is changed. On the timer's thread: it must be quick, and must not throw.</summary>
    void OnDeadline();
}
