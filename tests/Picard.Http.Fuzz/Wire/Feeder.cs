namespace Picard.Http.Fuzz;

/// <summary>Gives an input to a recorder as a connection would: some octets now, what was not consumed again together with more later.</summary>
public sealed class Feeder
{
    // After consumption a transport reuses its memory. Overwriting it shows whoever still looks.
    private const byte Overwritten = (byte)'#';

    private readonly OctetSequence _sequence = new();
    private byte[] _buffer = [];

    /// <summary>All octets at once.</summary>
    public void Whole(IMessageRecorder recorder, ReadOnlySpan<byte> input, PeerEnd ending, Layout layout, int cut = 0)
    {
        Start(recorder, input);
        var consumed = Feed(recorder, 0, input.Length, layout, cut);
        recorder.Finish(input[consumed..], ending);
    }

    /// <summary>First the octets before <paramref name="split"/>, then all of them.</summary>
    public void Split(IMessageRecorder recorder, ReadOnlySpan<byte> input, PeerEnd ending, Layout layout, int split)
    {
        Start(recorder, input);
        var consumed = Feed(recorder, 0, split, layout, split / 2);
        consumed = Feed(recorder, consumed, input.Length, layout, split);
        recorder.Finish(input[consumed..], ending);
    }

    /// <summary>One more octet each time.</summary>
    public void OctetByOctet(IMessageRecorder recorder, ReadOnlySpan<byte> input, PeerEnd ending, Layout layout)
    {
        Start(recorder, input);
        var consumed = 0;
        for (var end = 1; end <= input.Length; end++)
        {
            consumed = Feed(recorder, consumed, end, layout, end - 1);
        }

        recorder.Finish(input[consumed..], ending);
    }

    private void Start(IMessageRecorder recorder, ReadOnlySpan<byte> input)
    {
        if (_buffer.Length < input.Length)
        {
            _buffer = new byte[Math.Max(4096, input.Length * 2)];
        }

        input.CopyTo(_buffer);
        recorder.Begin();
    }

    private int Feed(IMessageRecorder recorder, int consumed, int end, Layout layout, int cut)
    {
        var now = recorder.Feed(_sequence.Slice(_buffer, consumed, end, layout, cut));
        if (now < 0 || now > end - consumed)
        {
            throw new InvalidOperationException($"{now} octets were consumed of {end - consumed}.");
        }

        _buffer.AsSpan(consumed, (int)now).Fill(Overwritten);
        return consumed + (int)now;
    }
}
