using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Socket errors as faults, with the errno's name, which is the same on every system; an error that has none here keeps the name of .NET's enumeration, so that nothing is lost.</summary>
internal static class SocketFaults
{
    public static ConnectionFault From(SocketError error) => new(Classify(error), Name(error));

    public static TransportException ToException(SocketException exception) =>
        new(Classify(exception.SocketErrorCode), Name(exception.SocketErrorCode), exception);

    /// <summary>An accept failed because its client went away, not because of this machine.</summary>
    public static bool IsOfTheClient(SocketError error) => Classify(error) is TransportFault.Reset or TransportFault.TimedOut or TransportFault.Unreachable;

    private static string Name(SocketError error) => error switch
    {
        SocketError.ConnectionReset => "ECONNRESET",
        SocketError.ConnectionAborted => "ECONNABORTED",
        SocketError.Shutdown => "EPIPE",
        SocketError.NotConnected => "ENOTCONN",
        SocketError.OperationAborted => "ECANCELED",
        SocketError.Interrupted => "EINTR",
        SocketError.TimedOut => "ETIMEDOUT",
        SocketError.ConnectionRefused => "ECONNREFUSED",
        SocketError.NetworkUnreachable => "ENETUNREACH",
        SocketError.HostUnreachable => "EHOSTUNREACH",
        SocketError.NetworkDown => "ENETDOWN",
        SocketError.HostDown => "EHOSTDOWN",
        SocketError.AddressAlreadyInUse => "EADDRINUSE",
        SocketError.AddressNotAvailable => "EADDRNOTAVAIL",
        SocketError.AddressFamilyNotSupported => "EAFNOSUPPORT",
        SocketError.AccessDenied => "EACCES",
        SocketError.TooManyOpenSockets => "EMFILE",
        SocketError.NoBufferSpaceAvailable => "ENOBUFS",
        SocketError.InvalidArgument => "EINVAL",
        SocketError.NotSocket => "ENOTSOCK",
        SocketError.MessageSize => "EMSGSIZE",
        _ => error.ToString(),
    };

    private static TransportFault Classify(SocketError error) => error switch
    {
        // EPIPE and ENOTCONN: the peer reset a connection whose FIN had already come, or whose error was told before.
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected or SocketError.Disconnecting => TransportFault.Reset,
        SocketError.OperationAborted or SocketError.Interrupted => TransportFault.Aborted,
        SocketError.TimedOut => TransportFault.TimedOut,
        SocketError.ConnectionRefused => TransportFault.Refused,
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown => TransportFault.Unreachable,
        SocketError.AddressAlreadyInUse => TransportFault.AddressInUse,
        SocketError.AddressNotAvailable or SocketError.HostNotFound or SocketError.AddressFamilyNotSupported => TransportFault.AddressNotAvailable,
        SocketError.AccessDenied => TransportFault.PermissionDenied,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => TransportFault.OutOfResources,
        _ => TransportFault.Other,
    };
}
