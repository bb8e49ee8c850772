namespace Picard.Http;

/// <summary>
/// Reusable storage of one response, interim or final: <see cref="HeadParser"/> fills in the head, <see cref="ContentDecoder"/> the trailers.
/// It owns its octets, so it outlives the input it was parsed from.
/// </summary>
/// <remarks>Not thread-safe. After the first few messages, parsing into it allocates nothing.</remarks>
public sealed class ParsedResponse
{
    private readonly FieldStorage _fields = new();
    private readonly FieldStorage _trailers = new();
    private ResponseFacts _facts = new() { ContentLength = -1 };

    /// <summary>The head. Meaningful once the parser has said complete, until <see cref="Reset"/>.</summary>
    public ResponseHead Head => new(this);

    /// <summary>The status code.</summary>
    public StatusCode Status => _facts.Status;

    /// <summary>The reason phrase as received.</summary>
    public ReadOnlySpan<byte> ReasonPhrase => _facts.ReasonPhrase.In(_fields.Octets);

    /// <summary>The version the server speaks.</summary>
    public ProtocolVersion Version => _facts.Version;

    /// <summary>The field lines of the head.</summary>
    public FieldSection Fields => _fields.Section;

    /// <summary>The length in Content-Length, or null.</summary>
    public long? ContentLength => _facts.ContentLength < 0 ? null : _facts.ContentLength;

    /// <summary>How the content ends, which depends on the request's method too.</summary>
    public MessageFraming Framing => _facts.Framing;

    /// <summary>Whether the connection can be used again after this response: the server wants it, and its content has an end of its own.</summary>
    public bool IsPersistent => _facts.IsPersistent;

    /// <summary>The connection options that mean something here.</summary>
    public ConnectionOptions Options => _facts.Options;

    /// <summary>The trailer fields. Meaningful once the content is complete; empty if there were none.</summary>
    public FieldSection Trailers => _trailers.Section;

    /// <summary>The octets of the head on the wire, from the version to the empty line.</summary>
    public int HeadBytes => _facts.HeadBytes;

    internal ref ResponseFacts Facts => ref _facts;

    internal FieldStorage HeadStorage => _fields;

    internal FieldStorage TrailerStorage => _trailers;

    /// <summary>Forgets the message and keeps the arrays for the next.</summary>
    public void Reset()
    {
        _facts = default; // clears in place, where a new value would be copied with write barriers
        _facts.ContentLength = -1;
        _fields.Reset();
        _trailers.Reset();
    }

    /// <summary>Forgets the message and gives the arrays back to their pools.</summary>
    public void ReleaseStorage()
    {
        Reset();
        _fields.Release();
        _trailers.Release();
    }
}
