using System.Globalization;
using System.Text;

namespace Picard.Http;

/// <summary>The <c>Date</c> field line (RFC 9110 §6.6.1, IMF-fixdate), formatted at most once a second.</summary>
/// <param name="time">The clock.</param>
/// <remarks>Safe from any thread: a line is made once and then only replaced as a whole.</remarks>
public sealed class DateField(TimeProvider time)
{
    private volatile CachedLine? _line;
    private volatile bool _isTold;

    /// <summary>The octets of the line with its CRLF: <c>Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n</c>.</summary>
    /// <remarks>The span stays valid and unchanged for as long as it is held.</remarks>
    public ReadOnlySpan<byte> Line()
    {
        if (_isTold)
        {
            return _line!.Octets;
        }

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

    /// <summary>Reads the clock. From the first call on <see cref="Line"/> does not, so somebody must call this more than once a second.</summary>
    /// <remarks>Measured: reading the clock is a twentieth of what a server does for a request.</remarks>
    public void Tick()
    {
        var second = time.GetUtcNow().Ticks / TimeSpan.TicksPerSecond;
        if (_line is not { } line || line.Second != second)
        {
            _line = new CachedLine(second);
        }

        _isTold = true;
    }

    private sealed class CachedLine(long second)
    {
        public readonly long Second = second;
        public readonly byte[] Octets =
            Encoding.ASCII.GetBytes($"Date: {new DateTime(second * TimeSpan.TicksPerSecond, DateTimeKind.Utc).ToString("R", CultureInfo.InvariantCulture)}\r\n");
    }
}
