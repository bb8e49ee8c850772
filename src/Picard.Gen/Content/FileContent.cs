using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Picard.Gen;

/// <summary>The content of a file's answer as it goes out: ranges of the file, and what stands around them. It is walked once, by the driver.</summary>
/// <remarks>The head of a response counts for nothing here; how the octets get to the peer is the driver's affair.</remarks>
internal sealed class FileContent
{
    private readonly OctetRange[] _ranges;

    // Before each range; one more than there are ranges: the last follows the last range. Empty where a range is all there is.
    private readonly byte[][] _delimiters;
    private int _at = -1;

    /// <summary>One range, and nothing around it.</summary>
    public FileContent(SafeFileHandle file, OctetRange range)
    {
        File = file;
        _ranges = [range];
        _delimiters = [];
        Length = range.Length;
    }

    private FileContent(SafeFileHandle file, OctetRange[] ranges, byte[][] delimiters)
    {
        File = file;
        _ranges = ranges;
        _delimiters = delimiters;
        Length = ranges.Sum(static range => range.Length) + delimiters.Sum(static delimiter => (long)delimiter.Length);
    }

    public SafeFileHandle File { get; }

    /// <summary>Octets of all of it.</summary>
    public long Length { get; }

    /// <summary>The range walked to.</summary>
    public OctetRange Range => _ranges[_at];

    /// <summary>Octets before <see cref="Range"/>; or behind the last, once there is none.</summary>
    public ReadOnlySpan<byte> Delimiter => _delimiters.Length == 0 ? default : _delimiters[_at];

    /// <summary>Several ranges as parts of a multipart/byteranges (RFC 9110 §14.6).</summary>
    /// <param name="file">The file.</param>
    /// <param name="ranges">The ranges.</param>
    /// <param name="completeLength">Octets of the whole file.</param>
    /// <param name="contentType">The media type of the file.</param>
    /// <param name="boundary">What separates the parts.</param>
    public static FileContent Parts(SafeFileHandle file, ReadOnlySpan<OctetRange> ranges, long completeLength, string contentType, string boundary)
    {
        var delimiters = new byte[ranges.Length + 1][];
        for (var i = 0; i < ranges.Length; i++)
        {
            delimiters[i] = Encoding.Latin1.GetBytes(
                $"{(i == 0 ? "" : "\r\n")}--{boundary}\r\nContent-Type: {contentType}\r\nContent-Range: {ranges[i].ToContentRange(completeLength)}\r\n\r\n");
        }

        delimiters[^1] = Encoding.Latin1.GetBytes($"\r\n--{boundary}--\r\n");
        return new FileContent(file, ranges.ToArray(), delimiters);
    }

    /// <summary>A boundary that no file holds but by an accident that does not happen: 128 random bits.</summary>
    public static string NewBoundary() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Walks to the next range.</summary>
    /// <returns>False after the last.</returns>
    public bool MoveNext() => ++_at < _ranges.Length;
}
