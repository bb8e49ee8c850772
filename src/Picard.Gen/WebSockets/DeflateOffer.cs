using System.Net.WebSockets;
using System.Text;
using Picard.Http;

namespace Picard.Gen;

/// <summary>One offer of permessage-deflate (RFC 7692 §7.1), and what is agreed on if it is taken.</summary>
internal struct DeflateOffer
{
    private const int MaxWindowBits = 15;

    // zlib has no smaller window for raw deflate, so what a client wants compressed with 8 bits is not.
    private const int MinWindowBits = 9;

    private bool _serverForgets;
    private bool _clientForgets;
    private int _serverBits;
    private int _clientBits;

    /// <summary>Finds the first offer in Sec-WebSocket-Extensions that can be taken.</summary>
    /// <param name="fields">The fields of the handshake.</param>
    /// <param name="compression">Whether any may be taken.</param>
    /// <param name="options">What is agreed on; null: nothing.</param>
    /// <param name="answer">The value of Sec-WebSocket-Extensions in the response; null: none.</param>
    /// <returns>False: the field breaks its grammar, and the handshake with it (RFC 6455 §9.1).</returns>
    public static bool TryNegotiate(FieldSection fields, WebSocketCompression compression, out WebSocketDeflateOptions? options, out string? answer)
    {
        options = null;
        answer = null;
        for (var at = fields.IndexOf(KnownField.SecWebSocketExtensions, 0); at >= 0; at = fields.IndexOf(KnownField.SecWebSocketExtensions, at + 1))
        {
            var offers = new ListParser(fields[at].Value);
            while (offers.MoveNext())
            {
                var offer = default(DeflateOffer);
                if (!offer.TryRead(offers.Current, out var isTaken))
                {
                    return false;
                }

                if (isTaken && options is null && compression != WebSocketCompression.None)
                {
                    (options, answer) = offer.Take(compression);
                }
            }
        }

        return true;
    }

    /// <param name="text">An extension: a token and its parameters.</param>
    /// <param name="isTaken">Whether it can be taken.</param>
    /// <returns>False: it is no extension.</returns>
    private bool TryRead(ReadOnlySpan<byte> text, out bool isTaken)
    {
        isTaken = false;
        var isFirst = true;
        while (true)
        {
            var end = EndOfParameter(text);
            var parameter = text[..end].Trim(" \t"u8);
            var equals = parameter.IndexOf((byte)'=');
            var name = equals < 0 ? parameter : parameter[..equals].Trim(" \t"u8);
            var value = equals < 0 ? default : Unquoted(parameter[(equals + 1)..].Trim(" \t"u8));
            if (!Grammar.IsToken(name) || (equals >= 0 && (isFirst || !Grammar.IsToken(value))))
            {
                // RFC 6455 §9.1: a quoted value is a token, too, once its quotes are off.
                return false;
            }

            isTaken = isFirst ? name.SequenceEqual("permessage-deflate"u8) : isTaken && TryTake(name, value);
            isFirst = false;
            if (end == text.Length)
            {
                return true;
            }

            text = text[(end + 1)..];
        }
    }

    // RFC 7692 §7.1: an unknown parameter, a value that is none, or one given twice declines the offer.
    private bool TryTake(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("server_no_context_takeover"u8))
        {
            return value.IsEmpty && !_serverForgets && (_serverForgets = true);
        }

        if (name.SequenceEqual("client_no_context_takeover"u8))
        {
            return value.IsEmpty && !_clientForgets && (_clientForgets = true);
        }

        if (name.SequenceEqual("server_max_window_bits"u8))
        {
            return _serverBits == 0 && (_serverBits = BitsOf(value)) >= MinWindowBits;
        }

        if (name.SequenceEqual("client_max_window_bits"u8))
        {
            // Without a value the client only says that it understands one.
            return _clientBits == 0 && (_clientBits = value.IsEmpty ? MaxWindowBits : BitsOf(value)) != 0;
        }

        return false;
    }

    private readonly (WebSocketDeflateOptions Options, string Answer) Take(WebSocketCompression compression)
    {
        var forgets = compression == WebSocketCompression.DeflateEachMessage;
        var options = new WebSocketDeflateOptions
        {
            ServerContextTakeover = !(_serverForgets || forgets),
            ClientContextTakeover = !(_clientForgets || forgets),
            ServerMaxWindowBits = _serverBits == 0 ? MaxWindowBits : _serverBits,
        };
        var answer = new StringBuilder("permessage-deflate");
        _ = options.ServerContextTakeover ? answer : answer.Append("; server_no_context_takeover");
        _ = options.ClientContextTakeover ? answer : answer.Append("; client_no_context_takeover");
        _ = _serverBits == 0 ? answer : answer.Append(System.Globalization.CultureInfo.InvariantCulture, $"; server_max_window_bits={_serverBits}");
        return (options, answer.ToString());
    }

    /// <returns>8 to 15; 0 for anything else (RFC 7692 §7.1.2: a decimal without leading zeros).</returns>
    private static int BitsOf(ReadOnlySpan<byte> value) => value switch
    {
        [(byte)'8' or (byte)'9'] => value[0] - '0',
        [(byte)'1', >= (byte)'0' and <= (byte)'5'] => 10 + value[1] - '0',
        _ => 0,
    };

    private static int EndOfParameter(ReadOnlySpan<byte> text)
    {
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)';' when !isQuoted:
                    return i;
            }
        }

        return text.Length;
    }

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> value) => value is [(byte)'"', .., (byte)'"'] ? value[1..^1] : value;
}
