using System.Buffers;
using System.Diagnostics;

namespace Picard.Http.Fuzz;

/// <summary>What both sides have in common: heads alternate with content until something ends the connection.</summary>
public abstract class MessageRecorder(HttpLimits limits) : IMessageRecorder
{
    private readonly HeadParser _parser = new(limits);
    private readonly ContentDecoder _decoder = new(limits);
    private State _state;
    private ProtocolViolation _violation;

    private enum State
    {
        Head,
        Content,
        Over,
        Refused,
    }

    /// <inheritdoc/>
    public EventLog Log { get; } = new();

    /// <summary>The rule that was broken, if one was.</summary>
    public ProtocolViolation Violation => _violation;

    /// <summary>How much of <see cref="Log"/> is about messages that are complete.</summary>
    public int CompleteLength { get; private set; }

    /// <summary>How many messages are complete.</summary>
    public int CompleteCount { get; private set; }

    /// <summary>The most octets that were left unconsumed because a head was not complete.</summary>
    public long LongestWait { get; private set; }

    /// <summary>Whether a message has begun that must come to its end.</summary>
    protected virtual bool IsAwaiting => false;

    /// <inheritdoc/>
    public virtual void Begin()
    {
        Log.Clear();
        _parser.Reset();
        _state = State.Head;
        _violation = default;
        CompleteLength = 0;
        CompleteCount = 0;
        LongestWait = 0;
    }

    /// <inheritdoc/>
    public long Feed(in ReadOnlySequence<byte> input)
    {
        var rest = input;
        while (Step(ref rest))
        {
        }

        return input.Length - rest.Length;
    }

    /// <inheritdoc/>
    public void Finish(ReadOnlySpan<byte> unread, PeerEnd ending)
    {
        switch (_state)
        {
            case State.Refused:
                HeadEvents.Violation(Log, _violation);
                break;
            case State.Over when !unread.IsEmpty:
                Log.Line("unread"u8, unread);
                break;
            case State.Content when ending == PeerEnd.Closes:
                FinishContent();
                break;
            case State.Content:
                Log.Line("waits"u8);
                break;
            case State.Head when _parser.HasPartialHead || IsAwaiting:
                Log.Line(ending == PeerEnd.Closes ? "incomplete"u8 : "waits"u8, ending == PeerEnd.Closes ? "TruncatedHead"u8 : default);
                break;
            default:
                Log.Line(ending == PeerEnd.Closes ? "closed"u8 : "idle"u8);
                break;
        }
    }

    /// <summary>Parses a head.</summary>
    protected abstract ParseStatus ParseHead(HeadParser parser, in ReadOnlySequence<byte> input, out SequencePosition consumed);

    /// <summary>Writes a complete head down and prepares its content.</summary>
    /// <returns>How its content ends.</returns>
    protected abstract MessageFraming BeginMessage(ContentDecoder decoder);

    /// <summary>A piece of content.</summary>
    protected virtual void OnContent(in ReadOnlySequence<byte> content)
    {
        foreach (var piece in content)
        {
            Log.Content(piece.Span);
        }
    }

    /// <summary>The end of a message.</summary>
    /// <returns>Whether another message may follow.</returns>
    protected abstract bool EndMessage();

    // One head or one run of content; false once more octets are needed or nothing may follow.
    private bool Step(ref ReadOnlySequence<byte> rest)
    {
        switch (_state)
        {
            case State.Head:
                return !rest.IsEmpty && StepHead(ref rest);
            case State.Content:
                return StepContent(ref rest);
            case State.Refused:
                // After a violation the parser says nothing more, whatever it is given.
                var status = ParseHead(_parser, rest, out var consumed);
                if (_parser.Violation.Reason != ViolationReason.None && (status != ParseStatus.Violation || rest.Slice(0, consumed).Length != 0))
                {
                    throw new InvalidOperationException($"After a violation the parser said {status}.");
                }

                return false;
            default:
                return false;
        }
    }

    private bool StepHead(ref ReadOnlySequence<byte> rest)
    {
        var status = ParseHead(_parser, rest, out var consumed);
        rest = rest.Slice(consumed);
        switch (status)
        {
            case ParseStatus.NeedMore:
                LongestWait = Math.Max(LongestWait, rest.Length);
                return false;
            case ParseStatus.Violation:
                Refuse(_parser.Violation);
                return false;
            default:
                var framing = BeginMessage(_decoder);
                if (framing.Kind == FramingKind.Tunnel)
                {
                    _state = State.Over;
                }
                else if (framing.HasContent)
                {
                    _state = State.Content;
                }
                else
                {
                    Complete();
                }

                return _state != State.Over;
        }
    }

    private bool StepContent(ref ReadOnlySequence<byte> rest)
    {
        var before = rest.Length;
        var status = _decoder.Decode(rest, out var content, out var consumed);
        OnContent(content);
        rest = rest.Slice(consumed);
        switch (status)
        {
            case ParseStatus.NeedMore:
                // A piece was delivered and there may be another behind it.
                return rest.Length != before && !rest.IsEmpty;
            case ParseStatus.Violation:
                Refuse(_decoder.Violation);
                return false;
            default:
                Complete();
                return _state != State.Over;
        }
    }

    private void Complete()
    {
        _state = EndMessage() ? State.Head : State.Over;
        CompleteLength = Log.Length;
        CompleteCount++;
    }

    private void Refuse(ProtocolViolation violation)
    {
        Debug.Assert(violation.Reason != ViolationReason.None);
        _violation = violation;
        _state = State.Refused;
    }

    private void FinishContent()
    {
        if (_decoder.EndOfInput(out var violation))
        {
            EndMessage();
            CompleteLength = Log.Length;
            Log.Line("closed"u8);
        }
        else
        {
            Log.Line("incomplete"u8, Names.Of(violation.Reason));
        }
    }
}
