using System.Buffers;
using Picard.Http;

namespace Picard.Benchmarks;

/// <summary>Our parser, with everything a server needs of a head: fields stored and named, Host, framing, persistence and expectation decided.</summary>
internal sealed class PicardHeads : IHeads
{
    private readonly HeadParser _parser = new(HttpLimits.Default);
    private readonly ParsedRequest _request = new();

    public string Name => "Picard HeadParser";

    public int Parse(in ReadOnlySequence<byte> input, int count)
    {
        var lines = 0;
        for (var index = 0; index < count; index++)
        {
            if (_parser.ParseRequest(input, _request, out _) != ParseStatus.Complete || _request.HeadBytes != input.Length)
            {
                throw new InvalidOperationException($"Our parser did not take the head: {_parser.Violation}");
            }

            lines += _request.Fields.Count;
        }

        return lines;
    }
}
