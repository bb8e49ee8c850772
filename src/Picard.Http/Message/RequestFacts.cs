namespace Picard.Http;

/// <summary>Everything the parser found out about one request head: one struct, so that one assignment forgets it.</summary>
internal struct RequestFacts
{
    public Method Method; // none for a method that is not known; MethodRange has its octets
    public ByteRange MethodRange;
    public ByteRange Target;
    public ByteRange Scheme;
    public ByteRange Authority;
    public ByteRange Path;
    public ByteRange Query;
    public ByteRange Host;
    public long ContentLength; // -1: absent
    public MessageFraming Framing;
    public int HeadStart; // after a skipped empty line
    public int HeadBytes;
    public TargetForm Form;
    public ProtocolVersion Version;
    public ConnectionOptions Options;
    public Expectation Expectation;
    public bool HasQuery;
    public bool IsPersistent;
}
