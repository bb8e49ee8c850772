namespace Picard.Benchmarks;

/// <summary>One head, parsed by both.</summary>
internal sealed record ParserFigure
{
    public required string Head { get; init; }

    public required long Octets { get; init; }

    /// <summary>Median.</summary>
    public required double PicardNanoseconds { get; init; }

    /// <summary>Median.</summary>
    public required double KestrelNanoseconds { get; init; }

    /// <summary>The median over rounds of our time divided by Kestrel's in the same round; below 1: we need less.</summary>
    public required double Ratio { get; init; }

    public required double LowerQuartileRatio { get; init; }

    public required double UpperQuartileRatio { get; init; }

    public required double PicardBytesAllocated { get; init; }

    public required double KestrelBytesAllocated { get; init; }
}
