using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Picard.Benchmarks;

/// <summary><c>parser</c>: our head parser against Kestrel's.</summary>
internal static class ParserCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var options = ParserArguments.Parse(arguments);
        var figures = new List<ParserFigure>();
        foreach (var sample in HeadSample.All)
        {
            Report.Progress($"{sample.Name}: warming up and measuring");
            figures.Add(new ParserBenchmark(options, new PicardHeads(), new KestrelHeads(), Sequence(sample.Octets, options.Segments)).Run(sample.Name));
        }

        Report.Progress("");
        Console.WriteLine("| head | octets | Picard ns | Kestrel ns | Picard / Kestrel (lowest–highest quartile) | Picard B/head | Kestrel B/head |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var figure in figures)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {figure.Head} | {figure.Octets} | {figure.PicardNanoseconds:0.0} | {figure.KestrelNanoseconds:0.0} | {figure.Ratio:0.00} ({figure.LowerQuartileRatio:0.00}–{figure.UpperQuartileRatio:0.00}) | {figure.PicardBytesAllocated:0.00} | {figure.KestrelBytesAllocated:0.00} |"));
        }

        if (options.JsonFile is not null)
        {
            File.WriteAllText(options.JsonFile, JsonSerializer.Serialize(figures, s_json));
        }

        return 0;
    }

    private static ReadOnlySequence<byte> Sequence(byte[] octets, int segments)
    {
        var first = new HeadSegment(octets.AsMemory(0, octets.Length / segments), null);
        var last = first;
        for (var index = 1; index < segments; index++)
        {
            last = new HeadSegment(octets.AsMemory(octets.Length * index / segments, (octets.Length * (index + 1) / segments) - (octets.Length * index / segments)), last);
        }

        return segments == 1 ? new ReadOnlySequence<byte>(octets) : new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class HeadSegment : ReadOnlySequenceSegment<byte>
    {
        public HeadSegment(ReadOnlyMemory<byte> memory, HeadSegment? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
