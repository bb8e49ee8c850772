using System.Buffers.Binary;
using System.Text;

namespace Picard.Server.Tests;

/// <summary>Frames of a WebSocket (RFC 6455 §5.2), octet for octet as text in Latin-1.</summary>
internal static class Frames
{
    private const int Mask = 0x0A0B0C0D;

    public static string Text(string text) => Of(0x81, Encoding.UTF8.GetBytes(text));

    public static string Binary(byte[] octets) => Of(0x82, octets);

    public static string Ping(string text) => Of(0x89, Encoding.UTF8.GetBytes(text));

    /// <summary>A close frame of a client.</summary>
    public static string Close(int? status = null, string reason = "") => Of(0x88, CloseContent(status, reason));

    /// <summary>A close frame of the server.</summary>
    public static string Closed(int? status = null, string reason = "")
    {
        var content = CloseContent(status, reason);
        return Encoding.Latin1.GetString([0x88, (byte)content.Length, .. content]);
    }

    /// <summary>A masked frame, as clients send it.</summary>
    /// <param name="head">FIN, the reserved bits and the opcode.</param>
    /// <param name="content">What it carries.</param>
    public static string Of(byte head, byte[] content)
    {
        Span<byte> key = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(key, Mask);
        byte[] length = content.Length < 126 ? [(byte)(0x80 | content.Length)]
            : content.Length <= ushort.MaxValue ? [0x80 | 126, (byte)(content.Length >> 8), (byte)content.Length]
            : [0x80 | 127, 0, 0, 0, 0, (byte)(content.Length >> 24), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length];
        var masked = new byte[content.Length];
        for (var i = 0; i < content.Length; i++)
        {
            masked[i] = (byte)(content[i] ^ key[i % 4]);
        }

        return Encoding.Latin1.GetString([head, .. length, .. key, .. masked]);
    }

    private static byte[] CloseContent(int? status, string reason) =>
        status is { } code ? [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(reason)] : [];
}
