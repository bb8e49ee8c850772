using System.Globalization;

namespace Picard;

/// <summary>A network of IP addresses, or one address (RFC 4632 §3.1, RFC 4291 §2.3).</summary>
internal readonly struct AddressNetwork
{
    private const int MappedPrefixBits = 96;

    private readonly UInt128 _first;
    private readonly UInt128 _mask;
    private readonly bool _isIPv4;

    private AddressNetwork(AddressBits first, UInt128 mask) => (_first, _mask, _isIPv4) = (first.Value, mask, first.IsIPv4);

    /// <summary>Whether an address is in it. An IPv4 network has IPv4 addresses only, and one of IPv6 none of them, not even <c>::/0</c>.</summary>
    public bool Contains(AddressBits address) => address.IsIPv4 == _isIPv4 && (address.Value & _mask) == _first;

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>2001:db8::/32</c> or an address alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="network">The network.</param>
    /// <returns>What is wrong, as the end of a sentence; null if nothing is.</returns>
    public static string? Parse(ReadOnlySpan<char> text, out AddressNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/');
        var addressText = slash < 0 ? text : text[..slash];
        if (!AddressText.TryParse(addressText, out var address))
        {
            return $"'{addressText}' is no IP address";
        }

        // An IPv4-mapped address has its 96 bits in the prefix; where it is written as IPv4 they are added.
        var first = AddressBits.Of(address);
        var added = addressText.Contains(':') ? 0 : MappedPrefixBits;
        if (!TryParsePrefix(slash < 0 ? $"{128 - added}" : text[(slash + 1)..], 128 - added, out var prefixBits))
        {
            return $"its prefix is a number from 0 to {128 - added}";
        }

        prefixBits += added;
        var mask = prefixBits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - prefixBits);
        if ((first.Value & ~mask) != UInt128.Zero)
        {
            return "its address has bits beyond its prefix, so it is not clear which network is meant";
        }

        network = new AddressNetwork(first, mask);
        return null;
    }

    private static bool TryParsePrefix(ReadOnlySpan<char> text, int most, out int bits) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most && (text.Length == 1 || text[0] != '0');
}
