using System.Net.Sockets;

namespace Picard.Transport;

/// <summary>Socket errors as faults. The name is the one of the system's enumeration, so that nothing is lost where no fault of ours fits.</summary>
internal static class SocketFaults
{
    public static ConnectionFault From(SocketError error) => new(Classify(error), error.ToString());

    public static TransportException ToException(SocketException exception) =>
        new(Classify(exception.SocketErrorCode), exception.SocketErrorCode.ToString(), exception);

    /// <summary>An accept failed because its client went away, not because of this machine.</summary>
    public static bool IsOfTheClient(SocketError error) => Classify(error) is TransportFault.Reset or TransportFault.TimedOut or TransportFault.Unreachable;

    private static TransportFault Classify(SocketError error) => error switch
    {
        // Shutdown is EPIPE: the peer reset a connection whose FIN had already come.
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.Disconnecting => TransportFault.Reset,
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
