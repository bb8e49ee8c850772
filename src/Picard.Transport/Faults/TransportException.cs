namespace Picard.Transport;

/// <summary>A connection was lost, or could not be made. The transport throws nothing else for what the network does.</summary>
public sealed class TransportException : IOException
{
    /// <summary>Makes the exception for one fault.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="errorName">The error's name: that of the errno, such as <c>ECONNRESET</c>, on every system; of an error without one, that of .NET's <see cref="System.Net.Sockets.SocketError"/>.</param>
    /// <param name="innerException">The system's exception, if there was one.</param>
    public TransportException(TransportFault fault, string errorName, Exception? innerException = null)
        : base(Describe(fault, errorName), innerException)
    {
        Fault = fault;
        ErrorName = errorName;
    }

    /// <summary>Why the connection was lost or not made.</summary>
    public TransportFault Fault { get; }

    /// <summary>The error's name, such as <c>ECONNRESET</c>.</summary>
    public string ErrorName { get; }

    private static string Describe(TransportFault fault, string errorName)
    {
        var text = fault switch
        {
            TransportFault.Reset => "The peer reset the connection",
            TransportFault.Aborted => "The connection was aborted by this end",
            TransportFault.TimedOut => "The peer stopped answering",
            TransportFault.Refused => "The connection was refused",
            TransportFault.Unreachable => "The address cannot be reached",
            TransportFault.AddressInUse => "The address is in use",
            TransportFault.AddressNotAvailable => "The address is not available on this machine",
            TransportFault.PermissionDenied => "The address may not be used by this user",
            TransportFault.OutOfResources => "The system is out of descriptors or memory for sockets",
            TransportFault.Tls => "The peer broke off TLS",
            _ => "The connection failed",
        };
        return $"{text} ({errorName}).";
    }
}
