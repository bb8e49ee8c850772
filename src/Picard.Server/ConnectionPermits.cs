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

    // Limit: refusals under way at once, each as long as its lingering close.
    private const int MaxSpareLimit = 64;
    private const int MinSpareLimit = 8;

    private readonly int _spareLimit = Math.Clamp(limit / 4, MinSpareLimit, MaxSpareLimit);

    private int _open;
    private int _refusing;

    /// <summary>Connections that hold a permit.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The limit in force.</summary>
    public int Limit => limit;

    // Limit: descriptors left to the application and to the runtime, which opens files for code that it loads late.
    private const int MinReserve = 48;

    /// <summary>The limit when none is configured: 20,000, or as many as the descriptors that this process may have allow, less a tenth for the application, those open now and those of refusals.</summary>
    /// <param name="descriptorLimit">How many descriptors this process may have; null: any number.</param>
    /// <param name="openDescriptors">How many it has.</param>
    public static int DefaultFor(long? descriptorLimit, int openDescriptors) => descriptorLimit is { } descriptors
        ? (int)Math.Clamp(WithoutSpare(descriptors - Math.Max(MinReserve, descriptors / 10) - openDescriptors), 1, DefaultLimit)
        : DefaultLimit;

    /// <summary>Takes a permit for a new connection, or a spare one for its refusal.</summary>
    public Admission Take()
    {
        if (TryTake(ref _open, limit))
        {
            return Admission.Serve;
        }

        return TryTake(ref _refusing, _spareLimit) ? Admission.Refuse : Admission.Drop;
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

    /// <summary>What is left of a number of descriptors if refusals get theirs.</summary>
    private static long WithoutSpare(long descriptors) => Math.Max(descriptors - MaxSpareLimit, descriptors * 4 / 5);

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
