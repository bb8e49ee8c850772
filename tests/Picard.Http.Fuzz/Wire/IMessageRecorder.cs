using System.Buffers;

namespace Picard.Http.Fuzz;

/// <summary>Plays the driver of one side: parses what it is given as far as it goes, and writes down what the parser says.</summary>
public interface IMessageRecorder
{
    /// <summary>What was said so far.</summary>
    EventLog Log { get; }

    /// <summary>Begins a new connection.</summary>
    void Begin();

    /// <summary>Parses. <paramref name="input"/> begins with the first octet that was not consumed.</summary>
    /// <returns>How many octets were consumed.</returns>
    long Feed(in ReadOnlySequence<byte> input);

    /// <summary>Writes down how it ended.</summary>
    /// <param name="unread">What was not consumed.</param>
    /// <param name="ending">Whether the peer closed after its last octet.</param>
    void Finish(ReadOnlySpan<byte> unread, PeerEnd ending);
}
