namespace Picard.Http;

/// <summary>
/// Reusable storage of one request: <see cref="HeadParser"/> fills in the head, <see cref="ContentDecoder"/> the trailers.
/// It owns its octets, so it outlives the input it was parsed from.
/// </summary>
/// <remarks>Not thread-safe. After the first few messages, parsing into it allocates nothing.</remarks>
public sealed class ParsedRequest
{
    private readonly FieldStorage _fields = new();
    private FieldStorage? _trailers;
    private RequestFacts _facts = new() { ContentLength = -1 };

    /// <summary>The head. Meaningful once the parser has said complete, until <see cref="Reset"/>.</summary>
    public RequestHead Head => new(this);

    /// <summary>The method. Reading one that is not registered allocates its text, once.</summary>
    /// <remarks>It is also known of a head that was refused after its request line; of that, a method that is not registered may be none.</remarks>
    public Method Method
    {
        get
        {
            // A head that is parsed in place is copied here when it is complete: of one that was refused, there may be no octets.
            if (_facts.Method.IsNone && _facts.MethodRange.Bytes > 0 && _facts.MethodRange.End <= _fields.OctetCount
                && Method.TryParse(Octets(_facts.MethodRange), out var method))
            {
                _facts.Method = method;
            }

            return _facts.Method;
        }
    }

    /// <summary>The version the client speaks.</summary>
    public ProtocolVersion Version => _facts.Version;

    /// <summary>The field lines of the head.</summary>
    public FieldSection Fields => _fields.Section;

    /// <summary>The length of the content if the client said it; null for chunked content and for none.</summary>
    public long? ContentLength => _facts.ContentLength < 0 ? null : _facts.ContentLength;

    /// <summary>How the content ends.</summary>
    public MessageFraming Framing => _facts.Framing;

    /// <summary>Whether the client wants the connection to persist (RFC 9112 §9.3).</summary>
    public bool IsPersistent => _facts.IsPersistent;

    /// <summary>The connection options that mean something here.</summary>
    public ConnectionOptions Options => _facts.Options;

    /// <summary>What the client expects before it sends its content.</summary>
    public Expectation Expectation => _facts.Expectation;

    /// <summary>Host and optional port the request is for; see <see cref="RequestHead.Host"/>.</summary>
    public ReadOnlySpan<byte> Host => Octets(_facts.Host);

    /// <summary>The trailer fields. Meaningful once the content is complete; empty if there were none.</summary>
    public FieldSection Trailers => _trailers is null ? default : _trailers.Section;

    /// <summary>The octets of the head on the wire, from the method to the empty line.</summary>
    public int HeadBytes => _facts.HeadBytes;

    internal ref RequestFacts Facts => ref _facts;

    internal FieldStorage HeadStorage => _fields;

    internal FieldStorage TrailerStorage => _trailers ??= new FieldStorage();

    /// <summary>Forgets the message and keeps the arrays for the next.</summary>
    public void Reset()
    {
        _facts = default; // clears in place, where a new value would be copied with write barriers
        _facts.ContentLength = -1;
        _fields.Reset();
        _trailers?.Reset();
    }

    /// <summary>Forgets the message and gives the arrays back to their pools, so that an idle connection holds almost nothing.</summary>
    public void ReleaseStorage()
    {
        Reset();
        _fields.Release();
        _trailers?.Release();
    }

    internal ReadOnlySpan<byte> Octets(ByteRange range) => range.In(_fields.Octets);
}
