namespace Picard.Gen;

/// <summary>Counts the octets of each Server-Sent Event as they pass (HTML Living Standard §9.2.5): a line ends in CRLF, LF or CR, and an empty one ends the event.</summary>
/// <param name="maxBytes">The most that may be from one empty line to the next.</param>
internal sealed class EventLength(int maxBytes)
{
    private int _eventBytes;
    private bool _isAtLineStart = true;
    private bool _hasCr;

    /// <summary>Counts octets.</summary>
    /// <returns>False: an event is too long.</returns>
    public bool TryCount(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_hasCr && octets[0] == '\n')
            {
                octets = octets[1..];
                _hasCr = false;
                continue;
            }

            var end = octets.IndexOfAny((byte)'\r', (byte)'\n');
            var lineBytes = end < 0 ? octets.Length : end + 1;
            if (lineBytes > maxBytes - _eventBytes)
            {
                return false;
            }

            _eventBytes = end == 0 && _isAtLineStart ? 0 : _eventBytes + lineBytes;
            _isAtLineStart = end >= 0;
            _hasCr = end >= 0 && octets[end] == '\r';
            octets = octets[lineBytes..];
        }

        return true;
    }
}
