using System.Text;
using Picard.Http;

namespace Picard.Proxy;

/// <summary>The field Via (RFC 9110 §7.6.3), which tells the way of a message and shows one that goes in circles.</summary>
internal sealed class ViaField
{
    private readonly byte[] _pseudonym;
    private readonly byte[] _line10;
    private readonly byte[] _line11;

    /// <param name="pseudonym">What this gateway calls itself: a token that no other on the way has.</param>
    public ViaField(string pseudonym)
    {
        _pseudonym = Encoding.ASCII.GetBytes(pseudonym);
        _line10 = Encoding.ASCII.GetBytes($"Via: 1.0 {pseudonym}\r\n");
        _line11 = Encoding.ASCII.GetBytes($"Via: 1.1 {pseudonym}\r\n");
    }

    /// <summary>The line that is added, with its CRLF.</summary>
    /// <param name="received">The version in which the message was received.</param>
    public ReadOnlySpan<byte> Line(ProtocolVersion received) => received == ProtocolVersion.Http10 ? _line10 : _line11;

    /// <summary>How often a message has been here before.</summary>
    public int CountIn(FieldSection fields)
    {
        var count = 0;
        for (var at = fields.IndexOf(KnownField.Via, 0); at >= 0; at = fields.IndexOf(KnownField.Via, at + 1))
        {
            var hops = new ListParser(fields[at].Value);
            while (hops.MoveNext())
            {
                // received-protocol RWS received-by [ RWS comment ]
                var by = hops.Current;
                var space = by.IndexOfAny((byte)' ', (byte)'\t');
                by = space < 0 ? default : by[(space + 1)..].TrimStart(" \t"u8);
                var end = by.IndexOfAny((byte)' ', (byte)'\t');
                if (Ascii.EqualsIgnoreCase(end < 0 ? by : by[..end], _pseudonym))
                {
                    count++;
                }
            }
        }

        return count;
    }
}
