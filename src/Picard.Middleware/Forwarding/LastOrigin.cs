using Picard.Http;

namespace Picard;

/// <summary>The last origin that was read, with what it was read from: the next request of a client says the same, and costs no memory then.</summary>
internal sealed class LastOrigin
{
    // Limit: two hops with a host have a hundred octets; what is longer is read anew.
    private const int MaxBytes = 512;

    // Stands between lines and fields, and is in no field value (RFC 9110 §5.5).
    private const byte Separator = 0;

    private readonly byte[] _octets = new byte[MaxBytes];
    private int _length = -1;
    private ForwardedOrigin? _origin;

    public ForwardedOrigin? Of(FieldSection fields, ForwardedTrust trust)
    {
        Span<byte> octets = stackalloc byte[MaxBytes];
        var length = trust.Source == ForwardedSource.Forwarded
            ? Collect(fields, KnownField.Forwarded, octets, 0)
            : Collect(fields, KnownField.XForwardedHost, octets, Collect(fields, KnownField.XForwardedProto, octets, Collect(fields, KnownField.XForwardedFor, octets, 0)));
        if (length < 0)
        {
            return trust.Walk(ForwardedLists.Read(fields, trust.Source));
        }

        if (length != _length || !octets[..length].SequenceEqual(_octets.AsSpan(0, length)))
        {
            _origin = trust.Walk(ForwardedLists.Read(fields, trust.Source));
            octets[..length].CopyTo(_octets);
            _length = length;
        }

        return _origin;
    }

    /// <returns>Where the next octet goes; negative if there is no room.</returns>
    private static int Collect(FieldSection fields, KnownField name, Span<byte> octets, int length)
    {
        if (length < 0 || length == octets.Length)
        {
            return -1;
        }

        for (var at = fields.IndexOf(name, 0); at >= 0; at = fields.IndexOf(name, at + 1))
        {
            var value = fields[at].Value;
            if (value.Length > octets.Length - length - 2)
            {
                return -1;
            }

            value.CopyTo(octets[length..]);
            length += value.Length;
            octets[length++] = Separator;
        }

        octets[length++] = Separator;
        return length;
    }
}
