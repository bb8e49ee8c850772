using System.Diagnostics;

namespace Picard.Transport;

/// <summary>Whose turn it is in one direction (reading, or writing) of one connection. One word, changed by compare-and-swap only.</summary>
/// <remarks>
/// <code>
///             TryPark                 Signal | Cancel | Withdraw | Close         Finish
///   Idle ─────────────────▶ Parked ─────────────────────────────────▶ Claimed ─────────▶ Idle
///                              ▲                                          │
///                              └───────────── TryPark ◀───────────────────┘   (nothing was there after all)
/// </code>
/// Idle: the direction belongs to its user, who alone calls the socket. Parked: a read or flush waits, and nobody may touch its buffers.
/// Claimed: exactly one thread has won the waiting operation; it calls the socket, and then finishes or parks it again.
/// <para>Beside the phase the word holds a count of signals (so that a signal between "the socket has nothing" and "I wait" is never lost),
/// the sticky request to cancel, whether the connection is closed, and whether the token of the claimed operation was cancelled meanwhile.</para>
/// <para>Invariant: only the thread that moved Parked to Claimed may call Finish, and only it or the user of an idle direction may call TryPark.
/// A withdrawal stands while its operation is claimed and at no other time, so it can end that operation only, never the one after it.
/// Not its business: what the operation is, its result, where its continuation runs, and when memory is returned.</para>
/// </remarks>
internal struct OperationState
{
    private const uint PhaseMask = 0b11;
    private const uint Idle = 0;
    private const uint Parked = 1;
    private const uint Claimed = 2;
    private const uint CancelRequested = 0b100;
    private const uint Closed = 0b1000;
    private const uint Withdrawn = 0b1_0000;

    // The count takes the other 27 bits and may wrap: it would have to pass 2^27 signals between one look and one park to be mistaken.
    private const uint OneSignal = 0b10_0000;
    private const uint CountMask = ~(OneSignal - 1);

    private uint _word;

    /// <summary>The signals until now, to be handed to <see cref="TryPark"/>. Taken before the socket is asked.</summary>
    public readonly uint Look() => Volatile.Read(in _word) & CountMask;

    /// <summary>A cancellation waits to be taken, or the connection is closed.</summary>
    public readonly bool IsInterrupted => (Volatile.Read(in _word) & (CancelRequested | Closed)) != 0;

    /// <summary>No operation may start or wait any more.</summary>
    public readonly bool IsClosed => (Volatile.Read(in _word) & Closed) != 0;

    /// <summary>The claimed operation's own token was cancelled while it was claimed: it must not park again.</summary>
    public readonly bool IsWithdrawn => (Volatile.Read(in _word) & Withdrawn) != 0;

    /// <summary>Lets the operation wait, unless something happened since <paramref name="seen"/> was looked at.</summary>
    public ParkOutcome TryPark(uint seen)
    {
        while (true)
        {
            var word = Volatile.Read(in _word);
            Debug.Assert((word & PhaseMask) != Parked, "An operation is parked twice.");
            Debug.Assert((word & Withdrawn) == 0 || (word & PhaseMask) == Claimed, "A withdrawal outlived its operation.");
            if ((word & (CancelRequested | Closed | Withdrawn)) != 0 || (word & CountMask) != seen) { return ParkOutcome.LookAgain; }
            if (TryChange(word, (word & ~PhaseMask) | Parked)) { return ParkOutcome.Parked; }
        }
    }

    /// <summary>The socket has become ready. True: the caller has claimed the waiting operation.</summary>
    public bool Signal()
    {
        while (true)
        {
            var word = Volatile.Read(in _word);
            var parked = (word & PhaseMask) == Parked;
            var next = unchecked(word + OneSignal);
            if (TryChange(word, parked ? Claim(next) : next)) { return parked; }
        }
    }

    /// <summary>Asks for the waiting operation, or else the next one, to end as cancelled. True: the caller has claimed the waiting one.</summary>
    public bool Cancel()
    {
        while (true)
        {
            var word = Volatile.Read(in _word);
            var parked = (word & PhaseMask) == Parked;
            if (TryChange(word, parked ? Claim(word) : word | CancelRequested)) { return parked; }
        }
    }

    /// <summary>Takes the request to cancel, if there is one.</summary>
    public bool TakeCancel()
    {
        while (true)
        {
            var word = Volatile.Read(in _word);
            if ((word & CancelRequested) == 0) { return false; }
            if (TryChange(word, word & ~CancelRequested)) { return true; }
        }
    }

    /// <summary>The operation's own token was cancelled. True: the caller has claimed the waiting operation. One that somebody else has claimed is told; an idle direction keeps no trace.</summary>
    public bool Withdraw()
    {
        while (true)
        {
            var word = Volatile.Read(in _word);
            var phase = word & PhaseMask;
            if (phase == Idle) { return false; }

            // Race: a signal has claimed the operation, finds nothing and parks it again, after its token looked. So the word remembers it for the one that parks.
            if (TryChange(word, phase == Parked ? Claim(word) : word | Withdrawn)) { return phase == Parked; }
        }
    }

    /// <summary>Closes the direction for good. True: the caller has claimed the waiting operation.</summary>
    public bool Close()
    {
        while (true)
        {
            var word = Volatile.Read(in _word);
            var parked = (word & PhaseMask) == Parked;
            if (TryChange(word, (parked ? Claim(word) : word) | Closed)) { return parked; }
        }
    }

    /// <summary>The claimed operation is over: the direction belongs to its user again.</summary>
    public void Finish()
    {
        while (true)
        {
            var word = Volatile.Read(in _word);
            Debug.Assert((word & PhaseMask) == Claimed, "An operation is finished by somebody who has not claimed it.");
            if (TryChange(word, word & ~(PhaseMask | Withdrawn))) { return; }
        }
    }

    /// <summary>After <see cref="Close"/>: returns once no other thread holds a claim, so that memory may be given back.</summary>
    /// <remarks>A claim lasts for one call of the socket and never for a continuation, so the wait is short.</remarks>
    public readonly void AwaitUnclaimed()
    {
        Debug.Assert(IsClosed);
        var spinner = new SpinWait();
        while ((Volatile.Read(in _word) & PhaseMask) == Claimed) { spinner.SpinOnce(); }
    }

    private static uint Claim(uint word) => (word & ~PhaseMask) | Claimed;

    private bool TryChange(uint from, uint to) => Interlocked.CompareExchange(ref _word, to, from) == from;
}
