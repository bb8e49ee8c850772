using System.Net;
using System.Text;

namespace Picard;

/// <summary>The request of an exchange, for handlers that look at more than their parameters.</summary>
/// <remarks>A handle: it may be kept across awaits and is valid until the exchange ends. Every use after that throws <see cref="InvalidOperationException"/>.</remarks>
public readonly struct Request : IEquatable<Request>
{
    private readonly Gen.Exchange? _exchange;
    private readonly int _generation;

    internal Request(Gen.Exchange exchange)
    {
        _exchange = exchange;
        _generation = exchange.Generation;
    }

    /// <summary>The request method.</summary>
    public Method Method => Exchange.Method;

    /// <summary>The protocol version of the request.</summary>
    public ProtocolVersion Version => Exchange.Head.Version;

    /// <summary>The request target, octet by octet as received.</summary>
    public string Target => Encoding.Latin1.GetString(Exchange.Head.Target.Raw);

    /// <summary>The whole head; it cannot be kept across an await, unlike this handle.</summary>
    public RequestHead Head => Exchange.Head;

    /// <summary>The field lines as received: order, case and duplicates kept.</summary>
    public FieldSection Fields => Exchange.Head.Fields;

    /// <summary>The trailer section; complete once the content has been received.</summary>
    public FieldSection Trailers => Exchange.Trailers;

    /// <summary>The address of the peer of the connection: the client itself, or the last gateway before us. Null where it has none, as over a Unix socket in memory.</summary>
    public EndPoint? RemoteEndPoint => Exchange.RemoteEndPoint;

    /// <summary>The address of ours that the peer has connected to, for a server that listens at several. Null where it has none, as in memory.</summary>
    public EndPoint? LocalEndPoint => Exchange.LocalEndPoint;

    /// <summary>Whether the server stops: what is under way is completed, and new requests are better sent elsewhere.</summary>
    public bool IsServerStopping => Exchange.IsServerStopping;

    /// <summary>What middleware leaves for the handlers of this exchange.</summary>
    public RequestItems Items => new(Exchange);

    private Gen.Exchange Exchange => _exchange is not null && _exchange.Generation == _generation
        ? _exchange
        : throw new InvalidOperationException("The exchange of this request has ended: a Request is valid only until its response is complete.");

    /// <inheritdoc/>
    public bool Equals(Request other) => _exchange == other._exchange && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Request other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_exchange, _generation);

    /// <summary>Whether two handles are of one exchange.</summary>
    public static bool operator ==(Request left, Request right) => left.Equals(right);

    /// <summary>Whether two handles are of different exchanges.</summary>
    public static bool operator !=(Request left, Request right) => !left.Equals(right);
}
