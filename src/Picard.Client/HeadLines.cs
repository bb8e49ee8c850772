using System.Text;

namespace Picard.Client;

/// <summary>The field lines of a request head that was written so far: a request line, and whole lines behind it.</summary>
internal static class HeadLines
{
    /// <summary>Whether there is a line with a name, compared without case.</summary>
    public static bool Has(ReadOnlySpan<byte> head, string name)
    {
        var lines = Fields(head);
        while (TryTake(ref lines, out var line))
        {
            if (line.Length > name.Length && line[name.Length] == (byte)':' && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands behind the request line.</summary>
    public static ReadOnlySpan<byte> Fields(ReadOnlySpan<byte> head) => head[(head.IndexOf("\r\n"u8) + 2)..];

    /// <summary>Takes the next line, with its CRLF.</summary>
    /// <returns>False: there is none, or it is the empty one that ends the head.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> lines, out ReadOnlySpan<byte> line)
    {
        var end = lines.IndexOf("\r\n"u8);
        line = end > 0 ? lines[..(end + 2)] : default;
        lines = lines[line.Length..];
        return end > 0;
    }

    /// <summary>The name of a line.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> line) => line[..line.IndexOf((byte)':')];
}
