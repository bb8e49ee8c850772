namespace Picard.Gen;

/// <summary>What a request event brings. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct RequestArgument
{
    private readonly ExchangeMachine _machine;

    internal RequestArgument(ExchangeMachine machine) => _machine = machine;

    /// <summary>The head of the request.</summary>
    public static implicit operator RequestHead(RequestArgument argument) => argument._machine.Exchange.Head;

    /// <summary>A handle of the request.</summary>
    public static implicit operator Request(RequestArgument argument) => new(argument._machine.Exchange);

    /// <summary>Where the response goes.</summary>
    public static implicit operator Downstream(RequestArgument argument) => argument._machine.Downstream;
}
