using System.Collections;

namespace Picard;

/// <summary>The field lines of a response, copied from it: order, case and duplicates are kept.</summary>
public sealed class ReceivedFields : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] _lines;

    internal ReceivedFields(FieldSection fields)
    {
        _lines = new KeyValuePair<string, string>[fields.Count];
        for (var i = 0; i < _lines.Length; i++)
        {
            var line = fields[i];
            _lines[i] = new(System.Text.Encoding.Latin1.GetString(line.Name), System.Text.Encoding.Latin1.GetString(line.Value));
        }
    }

    /// <summary>How many lines there are.</summary>
    public int Count => _lines.Length;

    /// <summary>The line at a position, in the order received.</summary>
    /// <param name="index">From 0.</param>
    public KeyValuePair<string, string> this[int index] => _lines[index];

    /// <summary>The value of the first line with a name, compared without case (RFC 9110 §5.1); null if there is none.</summary>
    /// <param name="name">The field name.</param>
    public string? this[string name]
    {
        get
        {
            foreach (var line in _lines)
            {
                if (string.Equals(line.Key, name, StringComparison.OrdinalIgnoreCase))
                {
                    return line.Value;
                }
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_lines).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
