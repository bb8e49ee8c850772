using System.Buffers;
using System.Runtime.CompilerServices;
using Picard.Http;

namespace Picard.Gen;

/// <summary>
/// The path of a target as routes see it: a list of decoded segments.
/// <para>
/// A path without '%' and dot segments is sliced where it lies. Any other is copied twice into one rented buffer: first freed of its dot
/// segments (RFC 3986 §5.2.4, where <c>%2e</c> is a dot), then decoded segment by segment, so that <c>%2F</c> ends up inside a segment and
/// never splits one. One empty segment at the end, a trailing slash, does not count.
/// </para>
/// </summary>
internal sealed class RoutePath
{
    // Limit: the deepest pattern the generator accepts. What lies beyond can only be the rest of a catch-all.
    private const int MaxSegments = 32;

    // What is kept here is memory of each idle connection, so there is room for what most paths have; deeper ones rent.
    private const int InlineSegments = 7;

    // Segment i lies from the i-th of these up to the octet before the next, where its slash is.
    private Starts _starts;
    private int[]? _deepStarts;
    private int _count;

    private byte[]? _rented;
    private int _resolvedLength;
    private int _decodedLength;

    /// <summary>Takes a path apart.</summary>
    public PathStatus Resolve(ReadOnlySpan<byte> path)
    {
        Release();
        if (path.IndexOfAny((byte)'%', (byte)'.') >= 0 && (path.Contains((byte)'%') || HasDotSegment(path)))
        {
            return Rewrite(path);
        }

        Split(path);
        return PathStatus.Ready;
    }

    /// <summary>The segments of the path last resolved.</summary>
    public PathSegments Segments(ReadOnlySpan<byte> path)
    {
        return new PathSegments(_rented is null ? path : Decoded, SegmentStarts[..(_count + 1)]);
    }

    /// <summary>
    /// The path from a segment on, with its slashes, decoded; but an encoded slash stays encoded, since here it could not be told from a real
    /// one. So a catch-all cannot be made to climb out of a folder.
    /// </summary>
    public ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> path, int index)
    {
        if (index >= _count)
        {
            return default;
        }

        if (_rented is null)
        {
            return path[SegmentStarts[index]..];
        }

        var rest = _rented.AsSpan(0, _resolvedLength);
        for (var skipped = 0; skipped <= index; skipped++)
        {
            rest = rest[(rest.IndexOf((byte)'/') + 1)..];
        }

        var decoded = _rented.AsSpan(_resolvedLength + _decodedLength);
        var written = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] != '%' || !PercentEncoding.TryDecodeOctet(rest[i..], out var octet) || octet == '/')
            {
                decoded[written++] = rest[i];
                continue;
            }

            decoded[written++] = octet;
            i += 2;
        }

        return decoded[..written];
    }

    /// <summary>The path from a segment on as it was received, but for its dot segments, which are resolved: for a server that the rest is passed on to, and that must not make another path of it.</summary>
    public ReadOnlySpan<byte> ReceivedRest(ReadOnlySpan<byte> path, int index)
    {
        if (_rented is null)
        {
            return index >= _count ? default : path[SegmentStarts[index]..];
        }

        ReadOnlySpan<byte> rest = _rented.AsSpan(0, _resolvedLength);
        for (var skipped = 0; skipped <= index; skipped++)
        {
            var slash = rest.IndexOf((byte)'/');
            rest = slash < 0 ? default : rest[(slash + 1)..];
        }

        return rest;
    }

    /// <summary>Gives the buffer back; nothing that was handed out is valid any more.</summary>
    public void Release()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = null;
        }

        if (_deepStarts is not null)
        {
            ArrayPool<int>.Shared.Return(_deepStarts);
            _deepStarts = null;
        }
    }

    private Span<int> SegmentStarts => _deepStarts is null ? (Span<int>)_starts : _deepStarts;

    private ReadOnlySpan<byte> Decoded => _rented.AsSpan(_resolvedLength, _decodedLength);

    private void Split(ReadOnlySpan<byte> path)
    {
        // An absolute-form target may have no path at all, which means the root (RFC 9110 §4.2.3).
        var end = path.Length;
        var start = 1;
        Span<int> starts = _starts;
        _count = 0;
        while (start < path.Length && _count <= MaxSegments)
        {
            if (_count == InlineSegments)
            {
                starts = Deepen();
            }

            starts[_count++] = start;
            var slash = path[start..].IndexOf((byte)'/');
            if (slash < 0)
            {
                break;
            }

            start += slash + 1;
            end = start == path.Length ? start - 1 : path.Length;
        }

        starts[_count] = end + 1;
    }

    private Span<int> Deepen()
    {
        _deepStarts = ArrayPool<int>.Shared.Rent(MaxSegments + 2);
        ((ReadOnlySpan<int>)_starts).CopyTo(_deepStarts);
        return _deepStarts;
    }

    private PathStatus Rewrite(ReadOnlySpan<byte> path)
    {
        _rented = ArrayPool<byte>.Shared.Rent(3 * path.Length + 3);
        if (!RemoveDotSegments(path))
        {
            return PathStatus.AboveRoot;
        }

        return DecodeSegments() ? PathStatus.Ready : PathStatus.Malformed;
    }

    private bool RemoveDotSegments(ReadOnlySpan<byte> path)
    {
        var resolved = _rented.AsSpan(0, path.Length + 1);
        var written = 0;
        var rest = path[1..];
        while (true)
        {
            var slash = rest.IndexOf((byte)'/');
            var segment = slash < 0 ? rest : rest[..slash];
            var dots = CountDots(segment);
            if (dots == 2)
            {
                written = written == 0 ? -1 : resolved[..written].LastIndexOf((byte)'/');
                if (written < 0)
                {
                    return false;
                }
            }

            // What a dot segment at the end leaves is the folder: a slash.
            if (dots == 0 || slash < 0)
            {
                resolved[written++] = (byte)'/';
            }

            if (dots == 0)
            {
                segment.CopyTo(resolved[written..]);
                written += segment.Length;
            }

            if (slash < 0)
            {
                _resolvedLength = written;
                return true;
            }

            rest = rest[(slash + 1)..];
        }
    }

    private bool DecodeSegments()
    {
        ReadOnlySpan<byte> rest = _rented.AsSpan(1, _resolvedLength - 1);
        var decoded = _rented.AsSpan(_resolvedLength, _resolvedLength);
        decoded[0] = (byte)'/';
        var written = 1;
        Span<int> starts = _starts;
        _count = 0;
        while (!rest.IsEmpty)
        {
            var slash = rest.IndexOf((byte)'/');
            var segment = slash < 0 ? rest : rest[..slash];
            if (!PercentEncoding.TryDecode(segment, (byte)'+', decoded[written..], out var length) || decoded.Slice(written, length).Contains((byte)0))
            {
                return false;
            }

            if (_count <= MaxSegments)
            {
                if (_count == InlineSegments)
                {
                    starts = Deepen();
                }

                starts[_count++] = written;
                starts[_count] = written + length + 1;
            }

            written += length;
            rest = slash < 0 ? default : rest[(slash + 1)..];
            if (slash >= 0)
            {
                decoded[written++] = (byte)'/';
            }
        }

        starts[_count] = _count == 0 ? 1 : starts[_count];
        _decodedLength = written;
        return true;
    }

    private static bool HasDotSegment(ReadOnlySpan<byte> path)
    {
        while (true)
        {
            var dot = path.IndexOf("/."u8);
            if (dot < 0)
            {
                return false;
            }

            path = path[(dot + 1)..];
            var slash = path.IndexOf((byte)'/');
            if (CountDots(slash < 0 ? path : path[..slash]) > 0)
            {
                return true;
            }
        }
    }

    /// <summary>1 for <c>.</c>, 2 for <c>..</c>, however encoded; 0 for any other segment.</summary>
    private static int CountDots(ReadOnlySpan<byte> segment)
    {
        var dots = 0;
        while (!segment.IsEmpty)
        {
            var length = segment[0] == '.' ? 1 : PercentEncoding.TryDecodeOctet(segment, out var octet) && segment[0] == '%' && octet == '.' ? 3 : 0;
            if (length == 0 || ++dots > 2)
            {
                return 0;
            }

            segment = segment[length..];
        }

        return dots;
    }

    [InlineArray(InlineSegments + 1)]
    private struct Starts
    {
        private int _first;
    }
}
