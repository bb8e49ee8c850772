using System.Buffers.Text;

namespace Picard.Server;

/// <summary>What becomes of a connection that has just been accepted.</summary>
internal enum Admission
{
    /// <summary>It has a permit: serve it.</summary>
    Serve,

    /// <summary>It has a spare permit only: answer 503 and close.</summary>
    Refuse,

    /// <summary>Not even that: close it at once.</summary>
    Drop,
}

/// <summary>Counts open connections against their limit.</summary>
/// <remarks>
/// Beyond the limit a client is told so (503) instead of being left in the listen queue: a load balancer can go elsewhere at once, and a
/// full server stays visible. Refused connections live as long as their lingering close, so they have a small limit of their own.
/// </remarks>
internal sealed class ConnectionPermits(int limit)
{
    // Limit: 20,000 connections at 50 KiB each, in use, are 1 GB: a figure at which a process still answers.
    private const int DefaultLimit = 20_000;

    // Limit: refusals under way at once. They use descriptors of the reserve that the permits leave, a hundredth of it at most in practice.
    private const int SpareLimit = 64;

    private int _open;
    private int _refusing;

    /// <summary>Connections that hold a permit.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The limit in force.</summary>
    public int Limit => limit;

    /// <summary>The limit when none is configured: 20,000 or nine tenths of the descriptors this process may have.</summary>
    public static int DefaultFor(long? descriptorLimit) =>
        descriptorLimit is { } descriptors ? (int)Math.Clamp(descriptors - (descriptors / 10), 1, DefaultLimit) : DefaultLimit;

    /// <summary>The soft limit of open descriptors; null where the system does not tell or there is none.</summary>
    public static long? DescriptorLimit()
    {
        const string Limits = "/proc/self/limits";
        var row = "Max open files"u8;
        if (!File.Exists(Limits))
        {
            return null;
        }

        ReadOnlySpan<byte> text = File.ReadAllBytes(Limits);
        var start = text.IndexOf(row);
        return start >= 0 && Utf8Parser.TryParse(text[(start + row.Length)..].TrimStart((byte)' '), out long descriptors, out _) ? descriptors : null;
    }

    /// <summary>Takes a permit for a new connection, or a spare one for its refusal.</summary>
    public Admission Take()
    {
        if (TryTake(ref _open, limit))
        {
            return Admission.Serve;
        }

        return TryTake(ref _refusing, SpareLimit) ? Admission.Refuse : Admission.Drop;
    }

    /// <summary>Gives back what <see cref="Take"/> gave.</summary>
    public void Return(Admission admission)
    {
        switch (admission)
        {
            case Admission.Serve: Interlocked.Decrement(ref _open); break;
            case Admission.Refuse: Interlocked.Decrement(ref _refusing); break;
            default: break;
        }
    }

    private static bool TryTake(ref int taken, int limit)
    {
        // Count first, look after: two that race past a check could both get the last permit.
        if (Interlocked.Increment(ref taken) <= limit)
        {
            return true;
        }

        Interlocked.Decrement(ref taken);
        return false;
    }
}
