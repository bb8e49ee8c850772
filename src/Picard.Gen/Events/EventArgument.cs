namespace Picard.Gen;

/// <summary>What an event brings that says no more than its name. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct EventArgument
{
    private readonly ExchangeMachine _machine;

    internal EventArgument(ExchangeMachine machine) => _machine = machine;

    /// <summary>A handle of the request.</summary>
    public static implicit operator Request(EventArgument argument) => new(argument._machine.Exchange);

    /// <summary>Where the response goes.</summary>
    public static implicit operator Downstream(EventArgument argument) => argument._machine.Downstream;

    /// <summary>Cancelled when the client is gone.</summary>
    public static implicit operator CancellationToken(EventArgument argument) => argument._machine.Exchange.Aborted;
}
