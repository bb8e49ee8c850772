using System.Buffers;

namespace Picard.Http.Tests.Corpus;

/// <summary>How the octets that have arrived lie in memory.</summary>
public enum Arrival
{
    /// <summary>All in one array, as a pipe with large slabs holds them.</summary>
    OneSegment,

    /// <summary>Each arrival in a segment of its own.</summary>
    Segments,
}

/// <summary>What has arrived of an input and has not been consumed.</summary>
internal sealed class Feed(Arrival arrival)
{
    private readonly List<byte> _octets = [];
    private Segment? _first;
    private Segment? _last;
    private int _firstIndex;

    public ReadOnlySequence<byte> Unconsumed { get; private set; } = ReadOnlySequence<byte>.Empty;

    public void Arrive(ReadOnlySpan<byte> octets)
    {
        if (arrival == Arrival.OneSegment)
        {
            _octets.AddRange(octets);
            Unconsumed = new ReadOnlySequence<byte>(_octets.ToArray());
            return;
        }

        var next = new Segment(octets.ToArray(), _last);
        if (_first is null)
        {
            _first = next;
            _firstIndex = 0;
        }

        _last = next;
        Unconsumed = new ReadOnlySequence<byte>(_first, _firstIndex, next, next.Memory.Length);
    }

    public void Consume(SequencePosition consumed)
    {
        if (arrival == Arrival.OneSegment)
        {
            _octets.RemoveRange(0, (int)Unconsumed.Slice(0, consumed).Length);
            Unconsumed = new ReadOnlySequence<byte>(_octets.ToArray());
            return;
        }

        Unconsumed = Unconsumed.Slice(consumed);
        if (Unconsumed.IsEmpty)
        {
            _first = null;
            _last = null;
            return;
        }

        _first = (Segment)Unconsumed.Start.GetObject()!;
        _firstIndex = Unconsumed.Start.GetInteger();
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] octets, Segment? previous)
        {
            Memory = octets;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
