namespace Picard.Gen;

/// <summary>What a trailers event brings. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct TrailersArgument
{
    private readonly ExchangeMachine _machine;

    internal TrailersArgument(ExchangeMachine machine) => _machine = machine;

    /// <summary>The trailer section of the request.</summary>
    public static implicit operator FieldSection(TrailersArgument argument) => argument._machine.Exchange.Trailers;

    /// <summary>A handle of the request.</summary>
    public static implicit operator Request(TrailersArgument argument) => new(argument._machine.Exchange);

    /// <summary>Where the response goes.</summary>
    public static implicit operator Downstream(TrailersArgument argument) => argument._machine.Downstream;

    /// <summary>Cancelled when the client is gone.</summary>
    public static implicit operator CancellationToken(TrailersArgument argument) => argument._machine.Exchange.Aborted;
}
