namespace Picard.Client;

/// <summary>What the abort event brings. It becomes what the parameter of the user's method is.</summary>
public readonly ref struct ReceivedFault
{
    private readonly Upstream _upstream;
    private readonly Exception _fault;

    internal ReceivedFault(Upstream upstream, Exception fault)
    {
        _upstream = upstream;
        _fault = fault;
    }

    /// <summary>Why the exchange ends: a <see cref="RequestException"/>, an <see cref="OperationCanceledException"/>, or what an event of the handler threw.</summary>
    public static implicit operator Exception(ReceivedFault argument) => argument._fault;

    /// <summary>The server. What is sent from here on goes nowhere.</summary>
    public static implicit operator Upstream(ReceivedFault argument) => argument._upstream;
}
