using System.Buffers.Text;

namespace Picard.Transport;

/// <summary>How many descriptors this process may have, and how many it has. Where the system does not tell, there is no limit.</summary>
public static class DescriptorBudget
{
    // Limit: of descriptors that connections leave to the runtime and the application. Without one for the pipe of a new thread the runtime ends the process.
    private const int ReserveCount = 24;

    private static readonly Lazy<long> s_firstOfReserve = new(static () => Limit() is { } limit ? limit - Math.Min(ReserveCount, limit / 4) : long.MaxValue);

    /// <summary>The soft limit of open descriptors; null where the system does not tell or there is none.</summary>
    public static long? Limit()
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

    /// <summary>How many descriptors are open now; 0 where the system does not tell.</summary>
    public static int OpenCount()
    {
        const string Descriptors = "/proc/self/fd";
        return Directory.Exists(Descriptors) ? Directory.GetFileSystemEntries(Descriptors).Length : 0;
    }

    /// <summary>Whether a new descriptor is one of the last. POSIX gives the lowest number that is free, so the number of a descriptor tells how many are left.</summary>
    internal static bool IsOfReserve(int descriptor) => descriptor >= s_firstOfReserve.Value;
}
