namespace Picard.Transport;

/// <summary>Why a connection was lost or could not be made.</summary>
public enum TransportFault
{
    /// <summary>An error of the system that has no name of its own here; <see cref="TransportException.ErrorName"/> has the system's.</summary>
    Other,

    /// <summary>The peer reset the connection (RST), or sent to a connection that it had closed.</summary>
    Reset,

    /// <summary>This end called <see cref="TransportConnection.Abort"/> or disposed of the connection.</summary>
    Aborted,

    /// <summary>The peer stopped answering, and the system gave up.</summary>
    TimedOut,

    /// <summary>Nobody listens at the address.</summary>
    Refused,

    /// <summary>No route leads to the address, or the network is down.</summary>
    Unreachable,

    /// <summary>Another socket is bound to the address.</summary>
    AddressInUse,

    /// <summary>This machine does not have the address, or the name is not one.</summary>
    AddressNotAvailable,

    /// <summary>The address may not be used by this user: a port below 1024, or a path that may not be written.</summary>
    PermissionDenied,

    /// <summary>The process or the system is out of descriptors, buffers or memory for sockets.</summary>
    OutOfResources,

    /// <summary>What the peer sent is no TLS, a record was changed on its way, or the connection ended within the handshake.</summary>
    Tls,
}
