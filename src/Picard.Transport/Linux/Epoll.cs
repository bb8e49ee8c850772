using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Picard.Transport;

/// <summary>The system calls of the event loops, and the only unsafe code of the framework. Each returns what the kernel returned, or the errno negated.</summary>
/// <remarks>Nothing here knows of connections. <c>SuppressGCTransition</c> was measured and gained nothing.</remarks>
internal static unsafe partial class Epoll
{
    public const uint In = 0x001;
    public const uint Out = 0x004;
    public const uint Error = 0x008;
    public const uint HangUp = 0x010;
    public const uint ReadHangUp = 0x2000;
    public const uint EdgeTriggered = 1u << 31;

    /// <summary>Elements of one gathering send. 16 slabs are 128 KiB, twice the high watermark; more go with the next call.</summary>
    public const int MaxSendSegments = 16;

    /// <summary>A flag of a send: more comes at once, so that a segment which is not full waits for it.</summary>
    public const int MoreFollows = 0x8000;

    private const int CtlAdd = 1;
    private const int CtlDelete = 2;
    private const int CtlModify = 3;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int StreamType = 1;
    private const int NoSignal = 0x4000;
    private const int SolSocket = 1;
    private const int SolTcp = 6;
    private const int SoError = 4;
    private const int SoUrgentInline = 10;
    private const int SoLinger = 13;
    private const int TcpNoDelay = 1;
    private const int TcpNotSentLowat = 25;
    private const int ShutdownWrite = 1;
    private const nuint FionRead = 0x541B;
    private const nuint FionBio = 0x5421;
    private const int MaxAddressBytes = 128;

    // struct epoll_event is packed on x86-64 only: 4 bytes of events, then 8 of token at offset 4; elsewhere the token is aligned to offset 8.
    private static readonly bool s_isPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Bytes from one event of an array to the next.</summary>
    public static int EventStride { get; } = s_isPacked ? 12 : 16;

    private static int TokenOffset => s_isPacked ? 4 : 8;

    public static int Create() => Result(epoll_create1(CloseOnExec));

    public static int CreateWakeUp() => Result(eventfd(0, CloseOnExec | NonBlocking));

    public static int Add(int epoll, int descriptor, uint events, ulong token) => Control(epoll, CtlAdd, descriptor, events, token);

    public static int Modify(int epoll, int descriptor, uint events, ulong token) => Control(epoll, CtlModify, descriptor, events, token);

    public static int Remove(int epoll, int descriptor) => Control(epoll, CtlDelete, descriptor, 0, 0);

    public static int Wait(int epoll, Span<byte> events, int timeoutMilliseconds)
    {
        // SAFETY: the kernel writes at most the whole elements that fit into the span, which is pinned for the call.
        fixed (byte* buffer = events) { return Result(epoll_wait(epoll, buffer, events.Length / EventStride, timeoutMilliseconds)); }
    }

    /// <summary>The events and the data of one element of the array that <see cref="Wait"/> filled.</summary>
    public static (uint Events, ulong Data) EventAt(ReadOnlySpan<byte> events, int index)
    {
        var element = events.Slice(index * EventStride, EventStride);
        return (MemoryMarshal.Read<uint>(element), MemoryMarshal.Read<ulong>(element[TokenOffset..]));
    }

    public static int WriteWakeUp(int descriptor)
    {
        var one = 1UL;
        return Result((int)write(descriptor, (byte*)&one, sizeof(ulong)));
    }

    public static int ReadWakeUp(int descriptor)
    {
        ulong count;
        return Result((int)read(descriptor, (byte*)&count, sizeof(ulong)));
    }

    public static int Receive(int descriptor, Span<byte> destination)
    {
        // SAFETY: the kernel writes at most Length bytes into the span, which is pinned for the call.
        fixed (byte* buffer = destination) { return Result((int)recv(descriptor, buffer, (nuint)destination.Length, 0)); }
    }

    public static int Send(int descriptor, ReadOnlySpan<byte> source, int flags = 0)
    {
        // SAFETY: the kernel reads at most Length bytes from the span, which is pinned for the call.
        fixed (byte* buffer = source) { return Result((int)send(descriptor, buffer, (nuint)source.Length, NoSignal | flags)); }
    }

    /// <summary>Sends a chain of slabs and the memory behind it in one call, as far as <see cref="MaxSendSegments"/> reach.</summary>
    public static int Send(int descriptor, Slab? slabs, ReadOnlySpan<byte> external, int flags)
    {
        var segments = stackalloc IoVector[MaxSendSegments];
        var count = 0;
        for (var slab = slabs; slab is not null && count < MaxSendSegments; slab = slab.NextSlab)
        {
            if (slab.Length == 0) { continue; }

            // SAFETY: slabs are pinned arrays, and the chain keeps them alive for the call.
            segments[count].Base = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(slab.Bytes)) + slab.Start;
            segments[count++].Length = (nuint)slab.Length;
        }

        // SAFETY: the caller's memory is pinned for the call.
        fixed (byte* rest = external)
        {
            if (!external.IsEmpty && count < MaxSendSegments)
            {
                segments[count].Base = rest;
                segments[count++].Length = (nuint)external.Length;
            }

            var message = new MessageHeader { Segments = segments, SegmentCount = (nuint)count };
            var sent = Result((int)sendmsg(descriptor, &message, NoSignal | flags));
            GC.KeepAlive(slabs);
            return sent;
        }
    }

    /// <summary>Sends octets of a file without their passing through this process. Nothing of it blocks on the socket; what is not in the kernel's cache is read from the disk meanwhile.</summary>
    /// <remarks>It has no flag against SIGPIPE; .NET ignores that signal.</remarks>
    /// <exception cref="ObjectDisposedException">The file is closed. While it is sent it cannot be: the call holds it.</exception>
    public static int SendFile(int descriptor, SafeFileHandle file, long offset, int bytes) => Result((int)sendfile(descriptor, file, &offset, (nuint)bytes));

    public static int Accept(int listener) => Result(accept4(listener, null, null, NonBlocking | CloseOnExec));

    public static int OpenSocket(int family) => Result(socket(family, StreamType | NonBlocking | CloseOnExec, 0));

    public static int Connect(int descriptor, ReadOnlySpan<byte> address)
    {
        // SAFETY: the kernel reads Length bytes from the span, which is pinned for the call.
        fixed (byte* buffer = address) { return Result(connect(descriptor, buffer, (uint)address.Length)); }
    }

    public static int ShutdownOutput(int descriptor) => Result(shutdown(descriptor, ShutdownWrite));

    /// <summary>The error that waits on a socket, as a positive errno, and takes it away; 0 if there is none.</summary>
    public static int TakeError(int descriptor)
    {
        var error = 0;
        var length = (uint)sizeof(int);
        return getsockopt(descriptor, SolSocket, SoError, &error, &length) == 0 ? error : -Result(-1);
    }

    public static int SetNoDelay(int descriptor) => SetOption(descriptor, SolTcp, TcpNoDelay, 1);

    /// <summary>Urgent bytes come in line: a receive would otherwise stop at their mark, as if the kernel were empty.</summary>
    public static int SetUrgentInline(int descriptor) => SetOption(descriptor, SolSocket, SoUrgentInline, 1);

    /// <summary>Bytes that the kernel may hold unsent before the socket counts as full.</summary>
    public static int SetNotSentLowWater(int descriptor, int bytes) => SetOption(descriptor, SolTcp, TcpNotSentLowat, bytes);

    /// <summary>The next close sends RST.</summary>
    public static int SetResetOnClose(int descriptor)
    {
        var linger = stackalloc int[2] { 1, 0 };
        return Result(setsockopt(descriptor, SolSocket, SoLinger, linger, 2 * sizeof(int)));
    }

    public static int UnreadBytes(int descriptor)
    {
        var bytes = 0;
        var result = Result(ioctl(descriptor, FionRead, &bytes));
        return result < 0 ? result : bytes;
    }

    /// <summary>Calls with this descriptor wait no longer.</summary>
    /// <returns>0, or an errno negated.</returns>
    public static int SetNonBlocking(int descriptor)
    {
        var on = 1;
        return Result(ioctl(descriptor, FionBio, &on));
    }

    /// <summary>Puts the address of this end, or of the peer, into the span.</summary>
    /// <returns>Its length, or an errno.</returns>
    public static int GetAddress(int descriptor, AddressOf end, Span<byte> address)
    {
        var length = (uint)Math.Min(address.Length, MaxAddressBytes);

        // SAFETY: the kernel writes at most length bytes into the span, which is pinned for the call.
        fixed (byte* buffer = address)
        {
            var result = Result(end == AddressOf.Peer ? getpeername(descriptor, buffer, &length) : getsockname(descriptor, buffer, &length));
            return result < 0 ? result : (int)length;
        }
    }

    public static int Close(int descriptor) => Result(close(descriptor));

    private static int Control(int epoll, int operation, int descriptor, uint events, ulong token)
    {
        var element = stackalloc byte[16];

        // SAFETY: 16 bytes hold either layout; the offsets are those of the architecture. The packed one is not aligned.
        Unsafe.WriteUnaligned(element, events);
        Unsafe.WriteUnaligned(element + TokenOffset, token);
        return Result(epoll_ctl(epoll, operation, descriptor, element));
    }

    private static int SetOption(int descriptor, int level, int name, int value) => Result(setsockopt(descriptor, level, name, &value, sizeof(int)));

    private static int Result(int returned) => returned >= 0 ? returned : -Marshal.GetLastPInvokeError();

    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    private struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Segments;
        public nuint SegmentCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* element);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* elements, int count, int timeoutMilliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int descriptor, byte* buffer, nuint bytes, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int descriptor, byte* buffer, nuint bytes, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int descriptor, MessageHeader* message, int flags);

    // An off_t of 32 bits, where there is one, is the lower half of this offset: all such systems are little-endian.
    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendfile(int descriptor, SafeFileHandle file, long* offset, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int accept4(int descriptor, byte* address, uint* length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int descriptor, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int shutdown(int descriptor, int how);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int descriptor, int level, int name, void* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int name, void* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockname(int descriptor, byte* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getpeername(int descriptor, byte* address, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int descriptor, nuint request, int* value);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
