namespace Picard.Http;

/// <summary>Everything the parser found out about one response head: one struct, so that one assignment forgets it.</summary>
internal struct ResponseFacts
{
    public StatusCode Status;
    public ByteRange ReasonPhrase;
    public long ContentLength; // -1: absent
    public MessageFraming Framing;
    public int HeadBytes;
    public ProtocolVersion Version;
    public ConnectionOptions Options;
    public bool IsPersistent;
}
