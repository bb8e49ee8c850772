using System.Buffers;

namespace Picard.Client;

// A call of a proxy: the head is written by it as octets, the content is another message's.
public sealed partial class ClientCall
{
    private IForwarded? _forwarded;

    /// <summary>Whose request it is; null for a request of our own.</summary>
    internal IForwarded? Forwarded => _forwarded;

    /// <summary>Whether phases are measured though nobody listens.</summary>
    internal bool MeasuresPhases { get; set; }

    /// <summary>Where the field lines of the head are written; its empty line is not.</summary>
    internal IBufferWriter<byte> ForwardedLines => _head;

    /// <summary>Begins a request whose head the caller writes, from the request line on.</summary>
    internal void BeginForwarded(Origin origin, Method method, IForwarded forwarded)
    {
        Origin = origin;
        Method = method;
        Persists = true;
        _forwarded = forwarded;
    }

    /// <summary>The field lines are written.</summary>
    /// <param name="targetStart">Where the target begins in what was written.</param>
    /// <param name="targetBytes">How long it is.</param>
    internal void EndForwardedLines(int targetStart, int targetBytes)
    {
        _targetStart = targetStart;
        _targetEnd = targetStart + targetBytes;
        _ownFieldsStart = _head.Length;
    }

    /// <summary>The content is at hand, and stays where it is until the call ends.</summary>
    internal void SendGathered(ReadOnlyMemory<byte> content) => Content = RequestContent.Of(content);

    /// <summary>The content comes while it is sent.</summary>
    /// <param name="length">Its length in octets; null: it is sent in chunks.</param>
    internal void SendForwarded(long? length) => Content = RequestContent.Of(_forwarded!, length);
}
