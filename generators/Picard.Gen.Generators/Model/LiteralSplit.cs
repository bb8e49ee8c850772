using System.Globalization;

namespace Picard.Gen.Generators;

/// <summary>Tells literal segments apart by their length, and those of one length by the octet that differs most.</summary>
internal static class LiteralSplit
{
    /// <summary>Splits literals, two or more, into groups.</summary>
    /// <returns>The expression that tells them apart, and the groups by its value.</returns>
    public static (string Subject, SortedDictionary<string, List<T>> Groups) Of<T>(IReadOnlyList<T> literals, Func<T, RouteSegment> segmentOf)
    {
        var octets = new List<byte[]>(literals.Count);
        for (var i = 0; i < literals.Count; i++)
        {
            octets.Add(segmentOf(literals[i]).Octets);
        }

        var length = octets[0].Length;
        if (octets.Exists(o => o.Length != length))
        {
            return ("segment.Length", Group(literals, octets, static o => o.Length, static n => n.ToString(CultureInfo.InvariantCulture)));
        }

        var best = Best(octets, length);
        return ($"segment[{best}]", Group(literals, octets, o => o[best], OctetLiteral));
    }

    private static int Best(List<byte[]> octets, int length)
    {
        var best = 0;
        var most = 0;
        var seen = new bool[256];
        for (var i = 0; i < length; i++)
        {
            Array.Clear(seen, 0, seen.Length);
            var distinct = 0;
            foreach (var o in octets)
            {
                distinct += seen[o[i]] ? 0 : 1;
                seen[o[i]] = true;
            }

            if (distinct > most)
            {
                (best, most) = (i, distinct);
            }
        }

        return best;
    }

    private static SortedDictionary<string, List<T>> Group<T>(IReadOnlyList<T> literals, List<byte[]> octets, Func<byte[], int> key, Func<int, string> labelOf)
    {
        var byKey = new Dictionary<int, List<T>>();
        for (var i = 0; i < literals.Count; i++)
        {
            if (!byKey.TryGetValue(key(octets[i]), out var group))
            {
                byKey.Add(key(octets[i]), group = []);
            }

            group.Add(literals[i]);
        }

        return new SortedDictionary<string, List<T>>(byKey.ToDictionary(g => labelOf(g.Key), static g => g.Value, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string OctetLiteral(int octet) =>
        octet is > 0x20 and < 0x7f and not '\'' and not '\\' ? $"(byte)'{(char)octet}'" : octet.ToString(CultureInfo.InvariantCulture);
}
