using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Picard;

/// <summary>An IP address as a number of 128 bits; one of IPv4 as its IPv4-mapped form (RFC 4291 §2.5.5.2), so that both spellings are equal.</summary>
/// <param name="Value">The bits; 0 is the unspecified address, which no client has: no address.</param>
internal readonly record struct AddressBits(UInt128 Value)
{
    private const int Bytes = 16;

    public bool IsNone => Value == UInt128.Zero;

    public bool IsIPv4 => Value >> 32 == 0xFFFF;

    public static AddressBits Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> octets = stackalloc byte[Bytes];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            _ = address.TryWriteBytes(octets, out _);
            return new AddressBits(((UInt128)0xFFFF << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets));
        }

        _ = address.TryWriteBytes(octets, out _);
        return new AddressBits(BinaryPrimitives.ReadUInt128BigEndian(octets));
    }
}
