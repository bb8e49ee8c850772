namespace Picard.Gen;

/// <summary>The decoded segments of a path, as emitted decision trees look at them.</summary>
public readonly ref struct PathSegments
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<int> _starts;

    internal PathSegments(ReadOnlySpan<byte> text, ReadOnlySpan<int> starts)
    {
        _text = text;
        _starts = starts;
    }

    /// <summary>How many segments there are; a path deeper than any pattern may be counts as one more than that.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>A segment without its slashes.</summary>
    /// <param name="index">From 0, less than <see cref="Count"/>.</param>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = _starts[index];
            return _text.Slice(start, _starts[index + 1] - start - 1);
        }
    }

    /// <summary>Whether a segment is a literal, octet by octet.</summary>
    /// <param name="index">From 0, less than <see cref="Count"/>.</param>
    /// <param name="literal">The literal's octets.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Is(int index, ReadOnlySpan<byte> literal) => this[index].SequenceEqual(literal);
}
