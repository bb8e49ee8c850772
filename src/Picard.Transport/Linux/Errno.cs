namespace Picard.Transport;

/// <summary>Linux error numbers by name, and what they mean for a connection. The numbers are those of asm-generic, which x86-64 and arm64 share.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int FileTableFull = 23;
    public const int TooManyFiles = 24;
    public const int OutOfMemory = 12;
    public const int NoBuffers = 105;
    public const int InProgress = 115;
    public const int Canceled = 125;
    public const int NoSpace = 28;

    public static string Name(int errno) => errno switch
    {
        1 => "EPERM", 2 => "ENOENT", 4 => "EINTR", 5 => "EIO", 9 => "EBADF", 11 => "EAGAIN", 12 => "ENOMEM", 13 => "EACCES", 14 => "EFAULT", 16 => "EBUSY",
        17 => "EEXIST", 19 => "ENODEV", 20 => "ENOTDIR", 22 => "EINVAL", 23 => "ENFILE", 24 => "EMFILE", 28 => "ENOSPC", 30 => "EROFS", 32 => "EPIPE",
        36 => "ENAMETOOLONG", 40 => "ELOOP", 71 => "EPROTO", 75 => "EOVERFLOW", 88 => "ENOTSOCK", 89 => "EDESTADDRREQ", 90 => "EMSGSIZE", 91 => "EPROTOTYPE",
        92 => "ENOPROTOOPT", 93 => "EPROTONOSUPPORT", 95 => "EOPNOTSUPP", 97 => "EAFNOSUPPORT", 98 => "EADDRINUSE", 99 => "EADDRNOTAVAIL", 100 => "ENETDOWN",
        101 => "ENETUNREACH", 102 => "ENETRESET", 103 => "ECONNABORTED", 104 => "ECONNRESET", 105 => "ENOBUFS", 106 => "EISCONN", 107 => "ENOTCONN", 108 => "ESHUTDOWN",
        110 => "ETIMEDOUT", 111 => "ECONNREFUSED", 112 => "EHOSTDOWN", 113 => "EHOSTUNREACH", 114 => "EALREADY", 115 => "EINPROGRESS", 125 => "ECANCELED",
        _ => $"errno {errno}",
    };

    public static ConnectionFault ToFault(int errno) => new(Classify(errno), Name(errno));

    public static TransportException ToException(int errno) => ToFault(errno).ToException();

    /// <summary>The process or the system has run out of what a new connection needs.</summary>
    public static bool IsOutOfResources(int errno) => Classify(errno) == TransportFault.OutOfResources;

    private static TransportFault Classify(int errno) => errno switch
    {
        // EPIPE: the peer reset a connection whose FIN had already come.
        32 or 102 or 103 or 104 or 108 => TransportFault.Reset,
        110 => TransportFault.TimedOut,
        111 => TransportFault.Refused,
        100 or 101 or 112 or 113 => TransportFault.Unreachable,
        98 => TransportFault.AddressInUse,
        2 or 97 or 99 => TransportFault.AddressNotAvailable,
        1 or 13 => TransportFault.PermissionDenied,
        125 => TransportFault.Aborted,
        OutOfMemory or NoSpace or FileTableFull or TooManyFiles or NoBuffers => TransportFault.OutOfResources,
        _ => TransportFault.Other,
    };
}
