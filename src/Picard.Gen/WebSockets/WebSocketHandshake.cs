using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>The opening handshake of a WebSocket, from the server's side (RFC 6455 §4.2): what the client asks for, and why it does not get it.</summary>
internal sealed class WebSocketHandshake
{
    public const string Protocol = "websocket";

    private const string Version = "13";
    private const int KeyBytes = 16;
    private const int KeyTextBytes = 24; // base64 of that

    /// <summary>The status of the refusal; none: the handshake is good.</summary>
    public StatusCode Refusal { get; private set; }

    /// <summary>What is wrong, for the client's developer.</summary>
    public string? Reason { get; private set; }

    /// <summary>The fields of the response, 101 or not.</summary>
    public ResponseFields Fields { get; } = new();

    /// <summary>The subprotocol that both speak; null: none.</summary>
    public string? SubProtocol { get; private set; }

    /// <summary>How messages are compressed; null: they are not.</summary>
    public WebSocketDeflateOptions? Deflate { get; private set; }

    public static WebSocketHandshake Of(Exchange exchange, WebSocketRoute route)
    {
        var handshake = new WebSocketHandshake();
        handshake.Read(exchange, route);
        return handshake;
    }

    private void Read(Exchange exchange, WebSocketRoute route)
    {
        var fields = exchange.Fields;

        // RFC 6455 §4.2.1 (1) to (4): GET, HTTP/1.1, Host (which the parser requires), Upgrade and Connection.
        if (exchange.Method != Method.Get || !exchange.AsksForUpgrade || !exchange.IsOffered("websocket"u8))
        {
            Refuse(StatusCode.UpgradeRequired, "This resource is a WebSocket: ask for it with GET, HTTP/1.1, Connection: Upgrade and Upgrade: websocket (RFC 6455 §4.1).");
            Fields.Add(KnownField.Upgrade, Protocol);
        }
        else if (!HasOne(fields, KnownField.SecWebSocketVersion, out var version) || !version.SequenceEqual("13"u8))
        {
            // RFC 6455 §4.4: the answer says which versions are understood.
            Refuse(StatusCode.UpgradeRequired, "Sec-WebSocket-Version must be 13 (RFC 6455 §4.2.1).");
            Fields.Add(KnownField.Upgrade, Protocol);
            Fields.Add(KnownField.SecWebSocketVersion, Version);
        }
        else if (!HasOne(fields, KnownField.SecWebSocketKey, out var key) || !IsKey(key))
        {
            Refuse(StatusCode.BadRequest, "Sec-WebSocket-Key must be 16 octets in base64, once (RFC 6455 §4.2.1).");
        }
        else if (exchange.HasRequestContent)
        {
            Refuse(StatusCode.BadRequest, "The handshake of a WebSocket has no content: what follows its head are frames (RFC 6455 §4.1).");
        }
        else if (!IsFromAllowedOrigin(exchange, route))
        {
            Refuse(StatusCode.Forbidden, "Pages of this Origin may not open this WebSocket (RFC 6455 §4.2.2).");
        }
        else if (!TryChooseProtocol(fields, route) || !DeflateOffer.TryNegotiate(fields, route.Compression, out var deflate, out var extensions))
        {
            Refuse(StatusCode.BadRequest, "Sec-WebSocket-Protocol and Sec-WebSocket-Extensions must be lists as RFC 6455 §4.1 and §9.1 say.");
        }
        else
        {
            Accept(key, deflate, extensions);
        }
    }

    private void Refuse(StatusCode status, string reason) => (Refusal, Reason) = (status, reason);

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 §4.2.2 (5.4) says so, and it keeps no secret.")]
    private void Accept(ReadOnlySpan<byte> key, WebSocketDeflateOptions? deflate, string? extensions)
    {
        // RFC 6455 §4.2.2 (5.4): the key and a GUID that nobody would send by accident.
        Span<byte> text = stackalloc byte[KeyTextBytes + 36];
        key.CopyTo(text);
        "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8.CopyTo(text[KeyTextBytes..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        _ = SHA1.HashData(text, hash);
        Fields.Add(KnownField.SecWebSocketAccept, Convert.ToBase64String(hash));
        if (SubProtocol is not null)
        {
            Fields.Add(KnownField.SecWebSocketProtocol, SubProtocol);
        }

        Deflate = deflate;
        if (extensions is not null)
        {
            Fields.Add(KnownField.SecWebSocketExtensions, extensions);
        }
    }

    /// <returns>False: the client's list is none.</returns>
    private bool TryChooseProtocol(FieldSection fields, WebSocketRoute route)
    {
        var best = route.Protocols.Count;
        for (var at = fields.IndexOf(KnownField.SecWebSocketProtocol, 0); at >= 0; at = fields.IndexOf(KnownField.SecWebSocketProtocol, at + 1))
        {
            var offers = new ListParser(fields[at].Value);
            while (offers.MoveNext())
            {
                if (!Grammar.IsToken(offers.Current))
                {
                    return false;
                }

                best = Math.Min(best, IndexOf(route.Protocols, Encoding.ASCII.GetString(offers.Current)));
            }
        }

        SubProtocol = best < route.Protocols.Count ? route.Protocols[best] : null;
        return true;
    }

    private static int IndexOf(IReadOnlyList<string> protocols, string offer)
    {
        for (var i = 0; i < protocols.Count; i++)
        {
            if (protocols[i] == offer)
            {
                return i;
            }
        }

        return protocols.Count;
    }

    private static bool IsFromAllowedOrigin(Exchange exchange, WebSocketRoute route) => exchange.Fields.CountOf(KnownField.Origin) switch
    {
        0 => true,
        1 => WebSocketOrigin.IsAllowed(exchange.Fields.GetText(KnownField.Origin)!, Encoding.Latin1.GetString(exchange.Head.Host), route.Origins),
        _ => false,
    };

    private static bool HasOne(FieldSection fields, KnownField name, out ReadOnlySpan<byte> value) => fields.TryGet(name, out value) && fields.CountOf(name) == 1;

    private static bool IsKey(ReadOnlySpan<byte> key)
    {
        Span<byte> decoded = stackalloc byte[KeyBytes + 2];
        return key.Length == KeyTextBytes
            && key.IndexOfAny(" \t\r\n"u8) < 0
            && Base64.DecodeFromUtf8(key, decoded, out _, out var bytes) == System.Buffers.OperationStatus.Done
            && bytes == KeyBytes;
    }
}
