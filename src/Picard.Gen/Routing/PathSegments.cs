namespace Picard.Gen;

/// <summary>The decoded segments of a path.</summary>
internal readonly ref struct PathSegments
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<int> _starts;

    public PathSegments(ReadOnlySpan<byte> text, ReadOnlySpan<int> starts)
    {
        _text = text;
        _starts = starts;
    }

    /// <summary>How many segments there are; a path deeper than any pattern may be counts as one more than that.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The segments behind the first so many.</summary>
    public PathSegments From(int first) => new(_text, _starts[first..]);

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
}
