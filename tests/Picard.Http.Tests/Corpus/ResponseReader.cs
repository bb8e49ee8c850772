using System.Buffers;
using System.Text;

namespace Picard.Http.Tests.Corpus;

/// <summary>The smallest driver of the client's side: interim responses, one final response, and what is left after it.</summary>
internal sealed class ResponseReader(Arrival arrival, Method requestMethod, HttpLimits? limits = null)
{
    private readonly Feed _feed = new(arrival);
    private readonly HeadParser _parser = new(limits ?? HttpLimits.Default);
    private readonly ContentDecoder _decoder = new(limits ?? HttpLimits.Default);
    private readonly ParsedResponse _response = new();
    private readonly ArrayBufferWriter<byte> _content = new();
    private readonly List<int> _interim = [];
    private readonly Outcome _outcome = new();
    private State _state;

    private enum State
    {
        Head,
        Content,
        Ended,
    }

    public static Outcome Read(IEnumerable<byte[]> pieces, Arrival arrival, Method requestMethod, HttpLimits? limits = null)
    {
        var reader = new ResponseReader(arrival, requestMethod, limits);
        foreach (var piece in pieces)
        {
            reader._feed.Arrive(piece);
            while (reader.Step())
            {
            }
        }

        return reader.End();
    }

    private Outcome End()
    {
        if (_state == State.Head)
        {
            // A response is awaited, so even an end before its first octet is too early.
            _outcome.Ending = Ending.Truncated;
            _parser.EndOfInput(out var violation);
            _outcome.Violation = violation;
        }
        else if (_state == State.Content)
        {
            if (_decoder.EndOfInput(out var violation))
            {
                Complete();
            }
            else
            {
                _outcome.Ending = Ending.Truncated;
                _outcome.Violation = violation;
            }
        }

        // How much of a refused message was consumed before the octet to blame arrived depends on how it arrived.
        _outcome.LeftoverBytes = _outcome.Ending == Ending.Refused ? 0 : _feed.Unconsumed.Length;
        _outcome.PartialContent = Encoding.Latin1.GetString(_content.WrittenSpan);
        return _outcome;
    }

    private bool Step()
    {
        if (_state == State.Ended)
        {
            return false;
        }

        var before = _feed.Unconsumed.Length;
        if (_state == State.Head)
        {
            var status = _parser.ParseResponse(_feed.Unconsumed, requestMethod, _response, out var consumed);
            if (status != ParseStatus.Complete)
            {
                return status == ParseStatus.Violation && Refuse(_parser.Violation);
            }

            _feed.Consume(consumed);
            if (_response.Status.IsInformational && _response.Framing.Kind != FramingKind.Tunnel)
            {
                _interim.Add(_response.Status.Code);
                return true;
            }

            _decoder.Start(_response);
            _state = State.Content;
            return true;
        }

        var decoded = _decoder.Decode(_feed.Unconsumed, out var content, out var end);
        foreach (var segment in content)
        {
            _content.Write(segment.Span);
        }

        _feed.Consume(end);
        if (decoded == ParseStatus.Complete)
        {
            Complete();
        }

        return decoded == ParseStatus.Violation ? Refuse(_decoder.Violation) : _feed.Unconsumed.Length < before;
    }

    private void Complete()
    {
        var head = _response.Head;
        _outcome.Messages.Add(RequestReader.Describe(
            $"{head.Status.Code}",
            Encoding.Latin1.GetString(head.ReasonPhrase),
            head.Version == ProtocolVersion.Http11 ? "HTTP/1.1" : "HTTP/1.0",
            FramingName(_response.Framing.Kind),
            Outcome.Lines(head.Fields),
            Encoding.Latin1.GetString(_content.WrittenSpan),
            Outcome.Lines(_response.Trailers),
            _response.IsPersistent ? "persists" : "closes",
            string.Join(",", _interim)));
        _content.ResetWrittenCount();
        _state = State.Ended;
        _outcome.Ending = Ending.Clean;
    }

    private bool Refuse(ProtocolViolation violation)
    {
        _outcome.Ending = Ending.Refused;
        _outcome.Violation = violation;
        _state = State.Ended;
        return false;
    }

    private static string FramingName(FramingKind kind) => kind switch
    {
        FramingKind.None => "none",
        FramingKind.Length => "length",
        FramingKind.Chunked => "chunked",
        FramingKind.CloseDelimited => "close",
        _ => "upgrade",
    };
}
