using Picard.Http;

namespace Picard.Gen;

/// <summary>The pairs of a query, <c>a=1&amp;b=2</c>, found by name without taking the rest apart.</summary>
internal static class QueryText
{
    /// <summary>Finds the next value of a name and moves past it.</summary>
    /// <param name="rest">The query, or what is left of it.</param>
    /// <param name="name">The decoded name.</param>
    /// <param name="value">The value as received; empty for a name without '='.</param>
    public static bool TryNext(scoped ref ReadOnlySpan<byte> rest, scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'&');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];

            var equals = pair.IndexOf((byte)'=');
            var found = equals < 0 ? pair : pair[..equals];
            if (found.SequenceEqual(name) || (found.Length > name.Length && PercentEncoding.DecodesTo(found, name)) || IsPlusSpelling(found, name))
            {
                value = equals < 0 ? default : pair[(equals + 1)..];
                return true;
            }
        }

        value = default;
        return false;
    }

    // A '+' is one octet for one octet, so the lengths are equal.
    private static bool IsPlusSpelling(ReadOnlySpan<byte> found, ReadOnlySpan<byte> name) =>
        found.Length == name.Length && name.Contains((byte)' ') && PercentEncoding.DecodesTo(found, name);
}
