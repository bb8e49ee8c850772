namespace Picard.Gen;

/// <summary>The elements of response fields that are lists (RFC 9110 §5.6.1).</summary>
internal static class ListElements
{
    /// <summary>Whether any line of a field has an element. A comma within a quoted string divides nothing that could be a token, so quotes need no care.</summary>
    /// <param name="fields">The fields; null: none.</param>
    /// <param name="name">The field name, compared without case.</param>
    /// <param name="element">A token, compared without case.</param>
    public static bool Contains(ResponseFields? fields, string name, string element)
    {
        for (var i = 0; i < fields?.Count; i++)
        {
            if (string.Equals(fields[i].Name, name, StringComparison.OrdinalIgnoreCase) && Contains(fields[i].Value, element))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(ReadOnlySpan<char> value, string element)
    {
        foreach (var part in value.Split(','))
        {
            if (value[part].Trim(" \t").Equals(element, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
