using Microsoft.Win32.SafeHandles;

namespace Picard.Transport;

/// <summary>Octets of a file that are still to be sent. The file is its caller's; <c>default</c> is nothing of none.</summary>
internal struct FileSlice(SafeFileHandle file, long offset, long bytes)
{
    public readonly SafeFileHandle File => file;

    /// <summary>Where they begin in the file.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>How many they are.</summary>
    public long Bytes { get; private set; } = bytes;

    /// <summary>Forgets those that were sent, or copied.</summary>
    public void Skip(int bytes)
    {
        Offset += bytes;
        Bytes -= bytes;
    }
}
