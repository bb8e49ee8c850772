namespace Picard.Gen;

/// <summary>What the abort event brings. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct AbortArgument
{
    private readonly ExchangeMachine _machine;
    private readonly AbortReason _reason;

    internal AbortArgument(ExchangeMachine machine, AbortReason reason)
    {
        _machine = machine;
        _reason = reason;
    }

    /// <summary>Why the exchange ends.</summary>
    public static implicit operator AbortReason(AbortArgument argument) => argument._reason;

    /// <summary>Where the response went.</summary>
    public static implicit operator Downstream(AbortArgument argument) => argument._machine.Downstream;
}
