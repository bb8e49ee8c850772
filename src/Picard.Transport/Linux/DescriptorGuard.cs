using System.Diagnostics;

namespace Picard.Transport;

/// <summary>When a descriptor may be closed: never while another thread makes a system call with it, for its number may belong to a stranger right after.</summary>
/// <remarks>
/// <code>
///   Open(users) ── Enter/Leave ──▶ Open(users ± 1)
///   Open(0) ─────── Close ───────▶ Closed             the caller of Close closes the descriptor
///   Open(n) ─────── Close ───────▶ Closing(n) ── last Leave ──▶ Closed      the one that leaves last closes it
/// </code>
/// The loop's thread is the only one that calls Close, so its own system calls need no Enter: that keeps the atomic operations off the path of requests that
/// stay on their loop. Every other thread enters. Invariant: exactly one caller is told to close the descriptor.
/// </remarks>
internal struct DescriptorGuard
{
    private const int ClosingBit = 1 << 30;

    private int _users;

    /// <summary>Before a system call on a thread that is not the loop's. False: the descriptor is closed or about to be.</summary>
    public bool TryEnter()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            if ((users & ClosingBit) != 0) { return false; }
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) { return true; }
        }
    }

    /// <summary>After the system call. True: the caller must close the descriptor.</summary>
    public bool Leave()
    {
        var users = Interlocked.Decrement(ref _users);
        Debug.Assert((users & ~ClosingBit) >= 0, "A descriptor is left by more than entered.");
        return users == ClosingBit;
    }

    /// <summary>On the loop's thread, once. True: the caller must close the descriptor now.</summary>
    public bool Close()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            Debug.Assert((users & ClosingBit) == 0, "A descriptor is closed twice.");
            if (Interlocked.CompareExchange(ref _users, users | ClosingBit, users) == users) { return users == 0; }
        }
    }
}
