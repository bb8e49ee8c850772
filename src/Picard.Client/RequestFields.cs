using System.Collections;
using Picard.Client;
using Picard.Http;

namespace Picard;

/// <summary>The fields of a request, in the order in which they are sent.</summary>
/// <remarks>Names and values are checked when they are added. The framework owns Host, Content-Length, Transfer-Encoding, Connection and Expect: they follow from the target, the content and the options.</remarks>
public sealed class RequestFields : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>How many there are.</summary>
    public int Count => _fields.Count;

    /// <summary>The field at a position.</summary>
    /// <param name="index">From 0.</param>
    public KeyValuePair<string, string> this[int index] => _fields[index];

    /// <summary>Adds a field after those there are, also of the same name.</summary>
    /// <param name="name">The field name: a token (RFC 9110 §5.1).</param>
    /// <param name="value">The field value: Latin-1 without control characters other than a tab.</param>
    /// <exception cref="ArgumentException">The name is not a token or belongs to the framework, or the value has a character that no field value may have.</exception>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Check(name);
        ResponseFields.CheckValue(value, nameof(value));
        _fields.Add(new(name, value));
    }

    /// <summary>Adds a field in place of all of the same name.</summary>
    /// <inheritdoc cref="Add"/>
    public void Set(string name, string value)
    {
        Add(name, value);
        var last = _fields[^1];
        _fields.RemoveAll(field => string.Equals(field.Key, name, StringComparison.OrdinalIgnoreCase));
        _fields.Add(last);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void WriteTo(ClientCall call)
    {
        foreach (var (name, value) in _fields)
        {
            call.Field(name, value);
        }
    }

    /// <exception cref="ArgumentException">A caller may not set the field.</exception>
    internal static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (IsOwned(name))
        {
            throw new ArgumentException($"The framework owns the field {name}: it follows from the target, the content and the connection, and a caller cannot set it.", nameof(name));
        }
    }

    private static bool IsOwned(string name) => KnownFields.Find(name)
        is KnownField.Host or KnownField.ContentLength or KnownField.TransferEncoding or KnownField.Connection or KnownField.Expect;
}
