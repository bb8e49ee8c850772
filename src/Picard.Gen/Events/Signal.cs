using Picard.Gen;

namespace Picard;

/// <summary>Wakes an exchange from any thread: the one thing of <see cref="Downstream"/>, or of a client's Upstream, that may be used outside its events.</summary>
/// <remarks>A handle: it may be kept for ever. After its exchange has ended it does nothing.</remarks>
public readonly struct Signal : IEquatable<Signal>
{
    private readonly IWaking? _machine;
    private readonly int _exchange;

    internal Signal(IWaking machine, int exchange)
    {
        _machine = machine;
        _exchange = exchange;
    }

    /// <summary>Raises the signal event of the exchange, unless one is due already. It allocates nothing and never waits for the event.</summary>
    public void Set() => _machine?.Wake(WakeReasons.Signal, _exchange);

    /// <inheritdoc/>
    public bool Equals(Signal other) => ReferenceEquals(_machine, other._machine) && _exchange == other._exchange;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Signal other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_machine, _exchange);

    /// <summary>Whether two handles are of one exchange.</summary>
    public static bool operator ==(Signal left, Signal right) => left.Equals(right);

    /// <summary>Whether two handles are of different exchanges.</summary>
    public static bool operator !=(Signal left, Signal right) => !left.Equals(right);
}
