namespace Picard.Transport;

/// <summary>Linux error numbers by name, and what they mean for a connection. The numbers are those of asm-generic, which x86-64 and arm64 share.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int Invalid = 22;
    public const int NoSystemCall = 38;
    public const int Overflow = 75;
    public const int InProgress = 115;
    public const int TooManyOpenFiles = 24;
    public const int Canceled = 125;

    public static string Name(int errno) => errno switch
    {
        1 => "EPERM",
        2 => "ENOENT",
        4 => "EINTR",
        5 => "EIO",
        9 => "EBADF",
        11 => "EAGAIN",
        12 => "ENOMEM",
        13 => "EACCES",
        14 => "EFAULT",
        16 => "EBUSY",
        17 => "EEXIST",
        19 => "ENODEV",
        20 => "ENOTDIR",
        22 => "EINVAL",
        23 => "ENFILE",
        24 => "EMFILE",
        28 => "ENOSPC",
        30 => "EROFS",
        32 => "EPIPE",
        36 => "ENAMETOOLONG",
        38 => "ENOSYS",
        40 => "ELOOP",
        64 => "ENONET",
        71 => "EPROTO",
        75 => "EOVERFLOW",
        88 => "ENOTSOCK",
        89 => "EDESTADDRREQ",
        90 => "EMSGSIZE",
        91 => "EPROTOTYPE",
        92 => "ENOPROTOOPT",
        93 => "EPROTONOSUPPORT",
        95 => "EOPNOTSUPP",
        97 => "EAFNOSUPPORT",
        98 => "EADDRINUSE",
        99 => "EADDRNOTAVAIL",
        100 => "ENETDOWN",
        101 => "ENETUNREACH",
        102 => "ENETRESET",
        103 => "ECONNABORTED",
        104 => "ECONNRESET",
        105 => "ENOBUFS",
        106 => "EISCONN",
        107 => "ENOTCONN",
        108 => "ESHUTDOWN",
        110 => "ETIMEDOUT",
        111 => "ECONNREFUSED",
        112 => "EHOSTDOWN",
        113 => "EHOSTUNREACH",
        114 => "EALREADY",
        115 => "EINPROGRESS",
        125 => "ECANCELED",
        _ => $"errno {errno}",
    };

    public static ConnectionFault ToFault(int errno) => new(Classify(errno), Name(errno));

    public static TransportException ToException(int errno) => ToFault(errno).ToException();

    /// <summary>An accept failed because its client is gone, or the network of that client: accept(2) says to go on with the next one. EPERM: a firewall forbids this one.</summary>
    public static bool IsOfTheClient(int errno) => errno is 1 or Interrupted or 64 or 71 or 92 or 100 or 101 or 103 or 104 or 110 or 112 or 113;

    private static TransportFault Classify(int errno) => errno switch
    {
        // EPIPE and ENOTCONN: the peer reset a connection whose FIN had already come, or whose error was told before.
        32 or 102 or 103 or 104 or 107 or 108 => TransportFault.Reset,
        110 => TransportFault.TimedOut,
        111 => TransportFault.Refused,
        100 or 101 or 112 or 113 => TransportFault.Unreachable,
        98 => TransportFault.AddressInUse,
        2 or 97 or 99 => TransportFault.AddressNotAvailable,
        1 or 13 => TransportFault.PermissionDenied,
        125 => TransportFault.Aborted,
        // EAGAIN is told of a connect only: no local port is free, or no route entry.
        Again or 12 or 23 or 24 or 28 or 105 => TransportFault.OutOfResources,
        _ => TransportFault.Other,
    };
}
