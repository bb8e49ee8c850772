using System.Text;
using Picard.Http;

namespace Picard;

/// <summary>What the fields of a request say of the way it came, in the order in which the proxies have said it.</summary>
internal static class ForwardedLists
{
    // Limit: 16 hops are believed at most, and what lies before them is a client's. More is not believed at all.
    private const int MaxElements = 64;

    public static List<ForwardedElement> Read(FieldSection fields, ForwardedSource source) =>
        source == ForwardedSource.Forwarded ? ReadForwarded(fields) : ReadXForwarded(fields);

    private static List<ForwardedElement> ReadForwarded(FieldSection fields)
    {
        var elements = new List<ForwardedElement>();
        for (var at = fields.IndexOf(KnownField.Forwarded, 0); at >= 0; at = fields.IndexOf(KnownField.Forwarded, at + 1))
        {
            // What stands before something malformed cannot be told from it, for a client may have opened a quote. What later lines say can.
            if (!ForwardedParser.TryParse(fields[at].Value, elements, MaxElements))
            {
                elements.Clear();
                elements.Add(default);
            }
        }

        return elements;
    }

    private static List<ForwardedElement> ReadXForwarded(FieldSection fields)
    {
        var nodes = ReadList(fields, KnownField.XForwardedFor);
        var schemes = ReadList(fields, KnownField.XForwardedProto);
        var hosts = ReadList(fields, KnownField.XForwardedHost);
        var elements = new List<ForwardedElement>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
        {
            elements.Add(new ForwardedElement(nodes[i], At(schemes, i), At(hosts, i)));
        }

        return elements;

        // The lists go together where they are as long; else the last proxy has set a value of its own.
        string? At(List<string> values, int position) =>
            values.Count == nodes.Count ? values[position] : position == nodes.Count - 1 && values.Count > 0 ? values[^1] : null;
    }

    private static List<string> ReadList(FieldSection fields, KnownField name)
    {
        var values = new List<string>();
        for (var at = fields.IndexOf(name, 0); at >= 0; at = fields.IndexOf(name, at + 1))
        {
            var rest = fields[at].Value;
            foreach (var range in rest.Split((byte)','))
            {
                // The last ones count: they are the proxies'.
                if (values.Count == MaxElements)
                {
                    values.RemoveAt(0);
                }

                values.Add(Encoding.Latin1.GetString(rest[range].Trim(" \t"u8)));
            }
        }

        return values;
    }
}
