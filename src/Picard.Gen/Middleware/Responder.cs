namespace Picard;

/// <summary>How a middleware answers a request itself. It then returns <see cref="Next.Handled"/>.</summary>
/// <remarks>A handle: valid until the exchange ends. What is sent after the client has gone goes nowhere.</remarks>
public readonly struct Responder : IEquatable<Responder>
{
    private readonly Gen.Exchange? _exchange;
    private readonly int _generation;

    internal Responder(Gen.Exchange exchange)
    {
        _exchange = exchange;
        _generation = exchange.Generation;
    }

    /// <summary>The fields that are added to the response, whoever sends it.</summary>
    public ResponseFields Fields => Exchange.AddedFields;

    private Gen.Exchange Exchange => _exchange is not null && _exchange.Generation == _generation
        ? _exchange
        : throw new InvalidOperationException("The exchange of this middleware has ended: it answers within its request event only.");

    /// <summary>Sends a response without content.</summary>
    /// <exception cref="InvalidOperationException">There is a response already.</exception>
    public void Respond(StatusCode status) => _ = Exchange.Respond(status);

    /// <summary>Sends 200 with text.</summary>
    /// <exception cref="InvalidOperationException">There is a response already.</exception>
    public void Respond(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _ = Exchange.Respond(text);
    }

    /// <summary>Sends a whole response.</summary>
    /// <exception cref="InvalidOperationException">There is a response already.</exception>
    public void Respond(Response response)
    {
        ArgumentNullException.ThrowIfNull(response);
        _ = Exchange.Respond(response);
    }

    /// <summary>Sends a problem (RFC 9457).</summary>
    /// <exception cref="InvalidOperationException">There is a response already.</exception>
    public void Respond(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        _ = Exchange.Respond(problem);
    }

    /// <summary>Sends a file, as <see cref="FileResponse"/> says. It is closed with the exchange, or at once if the client is gone.</summary>
    /// <exception cref="InvalidOperationException">There is a response already.</exception>
    public void Respond(FileResponse file)
    {
        ArgumentNullException.ThrowIfNull(file);
        _ = Exchange.Respond(file);
    }

    /// <inheritdoc/>
    public bool Equals(Responder other) => ReferenceEquals(_exchange, other._exchange) && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Responder other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_exchange, _generation);

    /// <summary>Whether both are of one exchange.</summary>
    public static bool operator ==(Responder left, Responder right) => left.Equals(right);

    /// <summary>Whether they are of different exchanges.</summary>
    public static bool operator !=(Responder left, Responder right) => !left.Equals(right);
}
