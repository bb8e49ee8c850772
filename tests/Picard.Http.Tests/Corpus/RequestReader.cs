using System.Buffers;
using System.Text;

namespace Picard.Http.Tests.Corpus;

/// <summary>The smallest driver: requests one after the other, as a server reads them, without ever answering.</summary>
internal sealed class RequestReader(Arrival arrival, HttpLimits? limits = null)
{
    private readonly Feed _feed = new(arrival);
    private readonly HeadParser _parser = new(limits ?? HttpLimits.Default);
    private readonly ContentDecoder _decoder = new(limits ?? HttpLimits.Default);
    private readonly ParsedRequest _request = new();
    private readonly ArrayBufferWriter<byte> _content = new();
    private readonly Outcome _outcome = new();
    private State _state;

    private enum State
    {
        Head,
        Content,
        Ended,
    }

    public static Outcome Read(IEnumerable<byte[]> pieces, Arrival arrival, HttpLimits? limits = null)
    {
        var reader = new RequestReader(arrival, limits);
        foreach (var piece in pieces)
        {
            reader.Arrive(piece);
        }

        return reader.End();
    }

    private void Arrive(ReadOnlySpan<byte> octets)
    {
        _feed.Arrive(octets);
        while (Step())
        {
        }
    }

    private Outcome End()
    {
        // How much of a refused message was consumed before the octet to blame arrived depends on how it arrived.
        _outcome.LeftoverBytes = _outcome.Ending == Ending.Refused ? 0 : _feed.Unconsumed.Length;
        if (_state == State.Head && !_parser.EndOfInput(out var violation))
        {
            _outcome.Ending = Ending.Truncated;
            _outcome.Violation = violation;
        }
        else if (_state == State.Content && !_decoder.EndOfInput(out violation))
        {
            _outcome.Ending = Ending.Truncated;
            _outcome.Violation = violation;
        }

        _outcome.PartialContent = Encoding.Latin1.GetString(_content.WrittenSpan);
        return _outcome;
    }

    // True if another step may be possible with what has arrived.
    private bool Step() => _state switch
    {
        State.Head => StepHead(),
        State.Content => StepContent(),
        _ => false,
    };

    private bool StepHead()
    {
        var status = _parser.ParseRequest(_feed.Unconsumed, _request, out var consumed);
        if (status == ParseStatus.Violation)
        {
            return Refuse(_parser.Violation);
        }

        var before = _feed.Unconsumed.Length;
        _feed.Consume(consumed);
        if (status == ParseStatus.NeedMore)
        {
            return _feed.Unconsumed.Length is > 0 and var left && left < before;
        }

        _decoder.Start(_request);
        _state = State.Content;
        return true;
    }

    private bool StepContent()
    {
        var before = _feed.Unconsumed.Length;
        var status = _decoder.Decode(_feed.Unconsumed, out var content, out var consumed);
        foreach (var segment in content)
        {
            _content.Write(segment.Span);
        }

        _feed.Consume(consumed);
        switch (status)
        {
            case ParseStatus.Violation:
                return Refuse(_decoder.Violation);
            case ParseStatus.NeedMore:
                return _feed.Unconsumed.Length > 0 && _feed.Unconsumed.Length < before;
        }

        _outcome.Messages.Add(Describe());
        _content.ResetWrittenCount();
        var isTunnel = _request.Method == Method.Connect;
        _state = _request.IsPersistent && !isTunnel ? State.Head : State.Ended;
        _outcome.Ending = _state == State.Ended ? Ending.Closed : Ending.Clean;
        return true;
    }

    private bool Refuse(ProtocolViolation violation)
    {
        _outcome.Ending = Ending.Refused;
        _outcome.Violation = violation;
        _state = State.Ended;
        return false;
    }

    private string Describe()
    {
        var head = _request.Head;
        return Describe(
            head.Method.Token,
            Encoding.Latin1.GetString(head.Target.Raw),
            head.Version == ProtocolVersion.Http11 ? "HTTP/1.1" : "HTTP/1.0",
            head.Target.Form.ToString(),
            Outcome.Lines(head.Fields),
            Encoding.Latin1.GetString(_content.WrittenSpan),
            Outcome.Lines(_request.Trailers),
            _request.IsPersistent ? "persists" : "closes");
    }

    public static string Describe(params string[] parts) => string.Join(" | ", parts);

}
