namespace Picard.Gen;

/// <summary>What other threads want of a machine, together with the number of the exchange that they want it of: one word, changed as a whole.</summary>
/// <remarks>So a signal that comes late meets another number, or none, and is lost: it never reaches the next exchange.</remarks>
internal struct WakeWord
{
    private const int ReasonBits = 8;
    private const long ReasonMask = (1 << ReasonBits) - 1;

    // No exchange has this number.
    private const long Closed = 0;

    private long _word;

    /// <summary>Whether anything is due.</summary>
    public readonly bool IsSet => (Volatile.Read(in _word) & ReasonMask) != 0;

    /// <summary>From now on an exchange may be woken.</summary>
    public void Open(int exchange) => Volatile.Write(ref _word, (long)exchange << ReasonBits);

    /// <summary>From now on nothing is, and what was due is not any more.</summary>
    public void Close() => Volatile.Write(ref _word, Closed);

    /// <summary>From any thread: something is due.</summary>
    /// <returns>False: it was due already, or that exchange is over.</returns>
    public bool TryMark(WakeReasons reason, int exchange)
    {
        while (true)
        {
            var seen = Volatile.Read(in _word);
            if (seen >> ReasonBits != exchange || (seen & (long)reason) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _word, seen | (long)reason, seen) == seen)
            {
                return true;
            }
        }
    }

    /// <summary>By the machine: takes what is due.</summary>
    /// <returns>False: it is not.</returns>
    public bool TryTake(WakeReasons reason) =>
        (Volatile.Read(in _word) & (long)reason) != 0 && (Interlocked.And(ref _word, ~(long)reason) & (long)reason) != 0;
}
