using System.Text;

namespace Picard.Http.Fuzz;

/// <summary>
/// What must hold for every input whatever: nothing throws; the events are the same however the input is split; no more is consumed than
/// there is; what is kept stays within <see cref="HttpLimits"/>; after a violation nothing more is said; and what was accepted, written
/// again by our own writer, is accepted with the same events.
/// </summary>
public sealed class FuzzTarget
{
    // Octet by octet costs a parser call an octet; longer inputs are only split.
    private const int LongestOctetByOctet = 192;

    private static readonly Method[] s_methods = [Method.Get, Method.Head, Method.Post, Method.Connect, Method.Get];

    private readonly Feeder _feeder = new();
    private readonly FuzzSideTargets _default = new(new HttpLimits());
    private readonly FuzzSideTargets _small = new(new HttpLimits
    {
        MaxRequestLineBytes = 48,
        MaxStatusLineBytes = 32,
        MaxFieldSectionBytes = 160,
        MaxFieldLines = 8,
        MaxTrailerSectionBytes = 48,
        MaxTrailerLines = 3,
        MaxChunkExtensionBytes = 12,
    });

    /// <summary>The methods of the requests that responses answer.</summary>
    public static IReadOnlyList<Method> RequestMethods => s_methods;

    /// <summary>How many messages were accepted so far.</summary>
    public long AcceptedMessages { get; private set; }

    /// <summary>How many inputs were refused, by reason.</summary>
    public long[] RefusedInputs { get; } = new long[Enum.GetValues<ViolationReason>().Length];

    /// <summary>Checks an input in one piece, and in a few others that <paramref name="random"/> chooses.</summary>
    /// <exception cref="FuzzException">A property does not hold.</exception>
    public void Check(FuzzSide side, FuzzLimits limits, PeerEnd ending, ReadOnlySpan<byte> octets, ref FuzzRandom random)
    {
        var targets = limits == FuzzLimits.Small ? _small : _default;
        var (first, second) = targets.Of(side);
        Guard(first, octets, ending, default, 0);
        AcceptedMessages += first.CompleteCount;
        RefusedInputs[(int)first.Violation.Reason]++;
        targets.CheckLimits(first, side);

        var way = (Way)(1 + random.Next((int)Way.Count - 1));
        if (way is Way.OctetByOctet && octets.Length > LongestOctetByOctet)
        {
            way = Way.SplitOneSegment;
        }

        CheckWay(first, second, octets, ending, way, random.Next(octets.Length + 1));
        if (side == FuzzSide.Requests && first.CompleteCount > 0)
        {
            CheckRewritten(targets, octets);
        }
    }

    /// <summary>Checks an input in every way at every offset, and says what the parser says.</summary>
    /// <exception cref="FuzzException">A property does not hold.</exception>
    public string CheckAll(FuzzCase fuzzCase)
    {
        var targets = fuzzCase.Limits == FuzzLimits.Small ? _small : _default;
        var (first, second) = targets.Of(fuzzCase.Side);
        var octets = fuzzCase.Octets.Span;
        Guard(first, octets, fuzzCase.Ending, default, 0);
        var said = first.Log.ToString();
        targets.CheckLimits(first, fuzzCase.Side);
        for (var way = Way.Whole + 1; way < Way.Count; way++)
        {
            for (var split = 0; split <= octets.Length; split++)
            {
                CheckWay(first, second, octets, fuzzCase.Ending, way, split);
            }
        }

        if (fuzzCase.Side == FuzzSide.Requests && first.CompleteCount > 0)
        {
            CheckRewritten(targets, octets);
        }

        return said;
    }

    private enum Way
    {
        Whole,
        OctetByOctet,
        OctetSegments,
        GrowingSegments,
        TwoSegments,
        SplitOneSegment,
        SplitTwoSegments,
        Count,
    }

    private void CheckWay(MessageRecorder first, MessageRecorder second, ReadOnlySpan<byte> octets, PeerEnd ending, Way way, int split)
    {
        Guard(second, octets, ending, way, split);
        if (!second.Log.Octets.SequenceEqual(first.Log.Octets) || second.Violation != first.Violation)
        {
            throw new FuzzException($"{way} at {split} says something else.\nwhole:\n{first.Log}{first.Violation}\n{way}:\n{second.Log}{second.Violation}");
        }
    }

    private void Guard(MessageRecorder recorder, ReadOnlySpan<byte> octets, PeerEnd ending, Way way, int split)
    {
        try
        {
            Feed(recorder, octets, ending, way, split);
        }
        catch (Exception thrown) when (thrown is not FuzzException)
        {
            throw new FuzzException($"{way} at {split} throws {thrown}", thrown);
        }
    }

    private void Feed(MessageRecorder recorder, ReadOnlySpan<byte> octets, PeerEnd ending, Way way, int split)
    {
        switch (way)
        {
            case Way.OctetByOctet: _feeder.OctetByOctet(recorder, octets, ending, Layout.OneSegment); break;
            case Way.OctetSegments: _feeder.Whole(recorder, octets, ending, Layout.OctetSegments); break;
            case Way.GrowingSegments: _feeder.Whole(recorder, octets, ending, Layout.GrowingSegments); break;
            case Way.TwoSegments: _feeder.Whole(recorder, octets, ending, Layout.TwoSegments, split); break;
            case Way.SplitOneSegment: _feeder.Split(recorder, octets, ending, Layout.OneSegment, split); break;
            case Way.SplitTwoSegments: _feeder.Split(recorder, octets, ending, Layout.TwoSegments, split); break;
            default: _feeder.Whole(recorder, octets, ending, Layout.OneSegment); break;
        }
    }

    // What was complete, written again, must be read the same: a writer and a parser that differ would be a way to smuggle.
    private void CheckRewritten(FuzzSideTargets targets, ReadOnlySpan<byte> octets)
    {
        var rewriter = targets.Rewriter;
        Guard(rewriter, octets, PeerEnd.StaysOpen, default, 0);
        var again = targets.Again;
        Guard(again, rewriter.Written, PeerEnd.StaysOpen, default, 0);
        if (!again.Log.Octets[..again.CompleteLength].SequenceEqual(rewriter.Log.Octets[..rewriter.WrittenLength]))
        {
            throw new FuzzException(
                $"Written again it reads otherwise.\nread:\n{rewriter.Log}\nwritten: {WireText.Escape(rewriter.Written)}\nread again:\n{Encoding.ASCII.GetString(again.Log.Octets)}");
        }
    }
}
