namespace Picard.EndToEnd.Tests.Corpus;

/// <summary>
/// Where a case is cut in two on its way through a socket: around its line ends, where parsers keep their state, and evenly in between.
/// Every offset is tried where no connection is needed for it, in the tests of the parser.
/// </summary>
internal static class SplitOffsets
{
    // Limit: for the few cases of a hundred lines; of their line ends, every n-th counts.
    private const int MaxLineEnds = 12;
    private const int EvenPieces = 6;

    public static IEnumerable<int> Of(byte[] octets)
    {
        var lineEnds = Enumerable.Range(0, octets.Length).Where(at => octets[at] is (byte)'\r' or (byte)'\n').ToArray();
        var step = Math.Max(1, (lineEnds.Length + MaxLineEnds - 1) / MaxLineEnds);
        // An odd step: of a run of CR LF CR LF it meets both.
        var chosen = lineEnds.Where((_, index) => index % (step | 1) == 0).Select(at => at + 1);
        var even = Enumerable.Range(1, EvenPieces - 1).Select(piece => (int)((long)octets.Length * piece / EvenPieces));
        return chosen.Concat(even).Append(1).Append(octets.Length - 1).Where(at => at > 0 && at < octets.Length).Distinct().Order();
    }
}
