using System.Buffers;
using System.Diagnostics;

namespace Picard.Benchmarks;

/// <summary>Two parsers on one head, in rounds of A B B A, so that whatever else the machine does falls on both alike.</summary>
internal sealed class ParserBenchmark(ParserArguments options, IHeads picard, IHeads kestrel, ReadOnlySequence<byte> head)
{
    // Tiered compilation settles in steps seconds apart. Steady: within 2 % of the timing a second ago, for both, three times in a row.
    private const double Steady = 0.02;
    private const int SteadySeconds = 3;
    private const int LongestWarmUpSeconds = 20;

    private int _kept;

    public ParserFigure Run(string name)
    {
        WarmUp();
        var (ours, theirs) = (CountFor(picard), CountFor(kestrel));
        var (picardTimes, kestrelTimes, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            var a1 = Time(picard, ours);
            var b1 = Time(kestrel, theirs);
            var b2 = Time(kestrel, theirs);
            var a2 = Time(picard, ours);
            picardTimes.AddRange([a1, a2]);
            kestrelTimes.AddRange([b1, b2]);
            ratios.Add((a1 + a2) / (b1 + b2));
        }

        return new ParserFigure
        {
            Head = name,
            Octets = head.Length,
            PicardNanoseconds = Quantile(picardTimes, 0.5),
            KestrelNanoseconds = Quantile(kestrelTimes, 0.5),
            Ratio = Quantile(ratios, 0.5),
            LowerQuartileRatio = Quantile(ratios, 0.25),
            UpperQuartileRatio = Quantile(ratios, 0.75),
            PicardBytesAllocated = Allocated(picard),
            KestrelBytesAllocated = Allocated(kestrel),
        };
    }

    private void WarmUp()
    {
        var clock = Stopwatch.StartNew();
        var (lastOurs, lastTheirs) = (double.MaxValue, double.MaxValue);
        for (var steady = 0; steady < SteadySeconds && clock.Elapsed.TotalSeconds < LongestWarmUpSeconds;)
        {
            var (ours, theirs) = (SecondOf(picard), SecondOf(kestrel));
            steady = Math.Abs(ours - lastOurs) < Steady * ours && Math.Abs(theirs - lastTheirs) < Steady * theirs ? steady + 1 : 0;
            (lastOurs, lastTheirs) = (ours, theirs);
        }
    }

    // Half a second each; the least of many short timings is what the code costs when nothing else runs.
    private double SecondOf(IHeads parser)
    {
        var clock = Stopwatch.StartNew();
        var least = double.MaxValue;
        while (clock.ElapsedMilliseconds < 500)
        {
            least = Math.Min(least, Time(parser, 2000));
        }

        return least;
    }

    private int CountFor(IHeads parser) => (int)(options.Milliseconds * 1e6 / SecondOf(parser));

    private double Time(IHeads parser, int count)
    {
        var start = Stopwatch.GetTimestamp();
        _kept += parser.Parse(head, count);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }

    private double Allocated(IHeads parser)
    {
        const int Heads = 50_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        _kept += parser.Parse(head, Heads);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Heads;
    }

    private static double Quantile(List<double> values, double at)
    {
        values.Sort();
        var place = at * (values.Count - 1);
        var below = (int)place;
        return values[below] + ((values[Math.Min(below + 1, values.Count - 1)] - values[below]) * (place - below));
    }
}
