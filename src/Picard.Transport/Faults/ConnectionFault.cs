namespace Picard.Transport;

/// <summary>Why a connection is lost, before it becomes an exception: each read that meets it throws a new one.</summary>
internal sealed class ConnectionFault(TransportFault fault, string errorName)
{
    public static ConnectionFault Aborted { get; } = new(TransportFault.Aborted, "aborted");

    public TransportFault Fault { get; } = fault;

    public string ErrorName { get; } = errorName;

    public TransportException ToException() => new(Fault, ErrorName);
}
