using System.Buffers;

namespace Picard.Http.Fuzz;

/// <summary>How the octets that are there are laid out in memory.</summary>
public enum Layout
{
    /// <summary>In one segment.</summary>
    OneSegment,

    /// <summary>In two segments, with the cut somewhere in the middle.</summary>
    TwoSegments,

    /// <summary>Each octet in a segment of its own: nothing that spans two octets is ever contiguous.</summary>
    OctetSegments,

    /// <summary>Segments of 1, 2, 3, … octets with an empty one between each, as a pipe may give them.</summary>
    GrowingSegments,
}

/// <summary>Makes sequences over parts of an array, with segments that are used again and again.</summary>
public sealed class OctetSequence
{
    private readonly List<Segment> _segments = [];
    private int _used;

    /// <summary>The octets from <paramref name="start"/> to <paramref name="end"/>; valid until the next call. <paramref name="cut"/>: where two segments meet.</summary>
    public ReadOnlySequence<byte> Slice(byte[] octets, int start, int end, Layout layout, int cut)
    {
        var length = end - start;
        if (layout == Layout.OneSegment || length < 2 || (layout == Layout.TwoSegments && (cut <= start || cut >= end)))
        {
            return new ReadOnlySequence<byte>(octets, start, length);
        }

        _used = 0;
        switch (layout)
        {
            case Layout.TwoSegments:
                Append(octets.AsMemory(start, cut - start));
                Append(octets.AsMemory(cut, end - cut));
                break;
            case Layout.OctetSegments:
                for (var index = start; index < end; index++)
                {
                    Append(octets.AsMemory(index, 1));
                }

                break;
            default:
                for (int index = start, size = 1; index < end; index += size, size++)
                {
                    Append(octets.AsMemory(index, Math.Min(size, end - index)));
                    Append(ReadOnlyMemory<byte>.Empty);
                }

                break;
        }

        return new ReadOnlySequence<byte>(_segments[0], 0, _segments[_used - 1], _segments[_used - 1].Memory.Length);
    }

    private void Append(ReadOnlyMemory<byte> memory)
    {
        if (_used == _segments.Count)
        {
            _segments.Add(new Segment());
        }

        var segment = _segments[_used];
        segment.Set(memory, _used == 0 ? null : _segments[_used - 1]);
        _used++;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public void Set(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            Next = null;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            if (before is not null)
            {
                before.Next = this;
            }
        }
    }
}
