using System.Globalization;
using System.Text;

namespace Picard.Http;

/// <summary>The <c>Date</c> field line (RFC 9110 §6.6.1, IMF-fixdate), formatted at most once a second.</summary>
/// <param name="time">The clock.</param>
/// <remarks>Safe from any thread: a line is made once and then only replaced as a whole.</remarks>
public sealed class DateField(TimeProvider time)
{
    private volatile CachedLine? _line;

    /// <summary>The octets of the line with its CRLF: <c>Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n</c>.</summary>
    /// <remarks>The span stays valid and unchanged for as long as it is held.</remarks>
    public ReadOnlySpan<byte> Line()
    {
        var second = time.GetUtcNow().Ticks / TimeSpan.TicksPerSecond;
        var line = _line;
        if (line is null || line.Second != second)
        {
            // Race: A and B both see an old line; both make the same new one, and either may stay.
            // Two objects a second, not a reused buffer: a reader on another thread may still be copying the old octets.
            _line = line = new CachedLine(second);
        }

        return line.Octets;
    }

    private sealed class CachedLine(long second)
    {
        public readonly long Second = second;
        public readonly byte[] Octets =
            Encoding.ASCII.GetBytes($"Date: {new DateTime(second * TimeSpan.TicksPerSecond, DateTimeKind.Utc).ToString("R", CultureInfo.InvariantCulture)}\r\n");
    }
}
