namespace Picard.Http.Tests.Corpus;

/// <summary>Every way in which an input is made to arrive.</summary>
internal static class Splits
{
    // An input this long is not also split at every offset in segments: the number of cases grows with its square.
    private const int LongInputBytes = 2048;

    public static IEnumerable<(string Name, Arrival Arrival, IEnumerable<byte[]> Pieces)> Of(byte[] input)
    {
        yield return ("whole", Arrival.OneSegment, [input]);
        yield return ("byte by byte", Arrival.OneSegment, input.Select(octet => new[] { octet }));
        yield return ("byte by byte, in segments", Arrival.Segments, input.Select(octet => new[] { octet }));
        var step = input.Length > LongInputBytes ? 17 : 1;
        for (var at = 1; at < input.Length; at++)
        {
            yield return ($"split at {at}", Arrival.OneSegment, [input[..at], input[at..]]);
            if (at % step == 0)
            {
                yield return ($"split at {at}, in segments", Arrival.Segments, [input[..at], input[at..]]);
            }
        }
    }
}
