using System.Buffers;
using System.Collections;
using Picard.Http;

namespace Picard;

/// <summary>The fields that a handler adds to a response, in the order in which they are sent.</summary>
/// <remarks>
/// Names and values are checked when they are added, so a value from outside cannot break out of its line. The framework owns
/// Content-Length, Transfer-Encoding, Connection and Date.
/// </remarks>
public sealed class ResponseFields : IReadOnlyList<ResponseField>
{
    private static readonly SearchValues<char> s_tokenChars =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly List<ResponseField> _fields = [];
    private readonly bool _isTrailerSection;

    /// <summary>An empty list.</summary>
    public ResponseFields()
    {
    }

    private ResponseFields(bool isTrailerSection) => _isTrailerSection = isTrailerSection;

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Count;

    /// <summary>The field at a position.</summary>
    /// <param name="index">From 0.</param>
    public ResponseField this[int index] => _fields[index];

    /// <summary>The value of the first field of a name; null if there is none. Setting replaces every field of the name.</summary>
    /// <param name="name">The field name, compared without case.</param>
    /// <exception cref="ArgumentException">The name or the value is not allowed; see <see cref="Add(string, string)"/>.</exception>
    public string? this[string name]
    {
        get
        {
            foreach (var field in _fields)
            {
                if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return field.Value;
                }
            }

            return null;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Set(name, value);
        }
    }

    /// <summary>Adds a field after those there are, also of the same name.</summary>
    /// <param name="name">The field name: a token (RFC 9110 §5.1).</param>
    /// <param name="value">The field value: Latin-1 without control characters other than a tab; white space around it is dropped.</param>
    /// <exception cref="ArgumentException">The name is not a token or belongs to the framework, or the value has a character that no field value may have.</exception>
    public void Add(string name, string value) => _fields.Add(Checked(name, value));

    /// <inheritdoc cref="Add(string, string)"/>
    public void Add(KnownField name, string value) => Add(KnownFields.Name(name), value);

    /// <summary>Adds a field in place of all of the same name.</summary>
    /// <inheritdoc cref="Add(string, string)"/>
    public void Set(string name, string value)
    {
        var field = Checked(name, value);
        _fields.RemoveAll(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));
        _fields.Add(field);
    }

    /// <inheritdoc cref="Set(string, string)"/>
    public void Set(KnownField name, string value) => Set(KnownFields.Name(name), value);

    /// <summary>Sets a cookie, in place of one of the same name that was set here before: a response sets each name once (RFC 6265bis §4.1.1).</summary>
    /// <param name="cookie">The cookie.</param>
    /// <exception cref="ArgumentException">Browsers would drop the cookie: the text says for which rule.</exception>
    public void SetCookie(ResponseCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        SetCookie(cookie.Name, cookie.ToFieldValue());
    }

    /// <summary>Has the browser forget a cookie.</summary>
    /// <param name="cookie">One like that which was set: its name, domain and path count, and a prefix has its rules.</param>
    /// <exception cref="ArgumentException">Browsers would not look at it: the text says for which rule.</exception>
    public void DeleteCookie(ResponseCookie cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        SetCookie(cookie.Name, cookie.ToDeletion());
    }

    /// <inheritdoc/>
    public IEnumerator<ResponseField> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Clear() => _fields.Clear();

    /// <summary>Appends all fields to another list, without an enumerator being made.</summary>
    internal void CopyTo(List<ResponseField> list) => list.AddRange(_fields);

    /// <summary>Puts back what was copied.</summary>
    internal void Restore(List<ResponseField> fields)
    {
        _fields.Clear();
        _fields.AddRange(fields);
    }

    internal static ResponseFields ForTrailers() => new(isTrailerSection: true);

    private void SetCookie(string name, string value)
    {
        if (_isTrailerSection)
        {
            throw new ArgumentException("A cookie cannot be set in a trailer section: browsers do not look for it there.", nameof(value));
        }

        var field = Checked("Set-Cookie", value);
        _fields.RemoveAll(f => string.Equals(f.Name, field.Name, StringComparison.OrdinalIgnoreCase) && f.Value.StartsWith(name, StringComparison.Ordinal) && f.Value.AsSpan(name.Length).StartsWith("="));
        _fields.Add(field);
    }

    private ResponseField Checked(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);

        if (name.AsSpan().ContainsAnyExcept(s_tokenChars))
        {
            throw new ArgumentException("A field name is a token: letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.1).", nameof(name));
        }

        if (IsOwned(name))
        {
            throw new ArgumentException($"The framework owns the field {name}: it follows from the content and the connection, and a handler cannot set it.", nameof(name));
        }

        if (_isTrailerSection && TrailerFields.IsForbidden(name))
        {
            throw new ArgumentException($"The field {name} cannot be a trailer: a recipient needs it before the content (RFC 9110 §6.5.1).", nameof(name));
        }

        CheckValue(value, nameof(value));
        return new ResponseField(name, Trimmed(value));
    }

    // Trim with two characters would make an array of them, for each field.
    private static string Trimmed(string value)
    {
        var trimmed = value.AsSpan().Trim(" \t");
        return trimmed.Length == value.Length ? value : trimmed.ToString();
    }

    /// <summary>RFC 9110 §5.5: CR, LF and NUL would end the line or confuse a recipient; other controls are refused with them.</summary>
    internal static void CheckValue(string value, string parameterName)
    {
        foreach (var c in value)
        {
            if (c is (< ' ' and not '\t') or '\x7f' or > '\xff')
            {
                throw new ArgumentException($"A field value cannot contain the character U+{(int)c:X4}: CR, LF, NUL and other controls, and what is not Latin-1, are not allowed (RFC 9110 §5.5).", parameterName);
            }
        }
    }

    private static bool IsOwned(string name) =>
        string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, "Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, "Connection", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, "Date", StringComparison.OrdinalIgnoreCase);
}
