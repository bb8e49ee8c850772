using System.Text;
using Picard.Gen;
using Picard.Http;
using Picard.Proxy;

namespace Picard;

/// <summary>The fields of a message that is forwarded, and what is changed of them on the way.</summary>
/// <remarks>Fields are forwarded as received, in their order, unless they are changed here; what is set or added comes after them. It allocates nothing by itself.</remarks>
public sealed class FieldChanges
{
    private readonly List<Edit> _edits = [];

    internal FieldChanges()
    {
    }

    /// <summary>Whether nothing is changed.</summary>
    internal bool IsEmpty => _edits.Count == 0;

    /// <summary>Sets a field, in place of all of the same name.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">The value: Latin-1 without control characters other than a tab.</param>
    /// <exception cref="ArgumentException">The field belongs to the connection or to the framework, or the value has a character that no field value may have.</exception>
    public void Set(KnownField name, string value) => Set(KnownFields.Name(name), value);

    /// <inheritdoc cref="Set(KnownField, string)"/>
    /// <param name="name">The field name: a token (RFC 9110 §5.1).</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        var known = Checked(name, value);
        Forget(known, name);
        _edits.Add(new Edit(name, known, value, EditKind.Set));
    }

    /// <summary>Adds a field behind those of the same name.</summary>
    /// <inheritdoc cref="Set(KnownField, string)"/>
    public void Add(KnownField name, string value) => Add(KnownFields.Name(name), value);

    /// <inheritdoc cref="Add(KnownField, string)"/>
    /// <param name="name">The field name: a token (RFC 9110 §5.1).</param>
    /// <param name="value">The value.</param>
    public void Add(string name, string value) => _edits.Add(new Edit(name, Checked(name, value), value, EditKind.Add));

    /// <summary>Forwards no field of a name.</summary>
    /// <param name="name">The field.</param>
    /// <exception cref="ArgumentException">The field belongs to the connection or to the framework.</exception>
    public void Remove(KnownField name) => Remove(KnownFields.Name(name));

    /// <inheritdoc cref="Remove(KnownField)"/>
    /// <param name="name">The field name: a token (RFC 9110 §5.1).</param>
    public void Remove(string name)
    {
        var known = Checked(name, "");
        Forget(known, name);
        _edits.Add(new Edit(name, known, null, EditKind.Set));
    }

    internal void Clear() => _edits.Clear();

    /// <summary>Whether a received field is replaced or removed.</summary>
    internal bool Replaces(in FieldLine line)
    {
        foreach (var edit in _edits)
        {
            if (edit.Kind == EditKind.Set && (line.Known != KnownField.None ? edit.Known == line.Known : edit.Known == KnownField.None && IsNamed(line.Name, edit.Name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a field is set or removed.</summary>
    /// <param name="field">Which.</param>
    /// <param name="value">The value; null if it is removed.</param>
    internal bool TryGetSet(KnownField field, out string? value)
    {
        foreach (var edit in _edits)
        {
            if (edit.Kind == EditKind.Set && edit.Known == field)
            {
                value = edit.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    internal void WriteTo(ref HeadWriter writer)
    {
        foreach (var edit in _edits)
        {
            if (edit.Value is { } value && edit.Known != KnownField.Host)
            {
                writer.WriteField(edit.Name, value);
            }
        }
    }

    internal void WriteTo(ResponseFields fields)
    {
        foreach (var edit in _edits)
        {
            if (edit.Value is { } value)
            {
                fields.Add(edit.Name, value);
            }
        }
    }

    private void Forget(KnownField known, string name)
    {
        for (var i = _edits.Count - 1; i >= 0; i--)
        {
            if (_edits[i].IsOf(known, name))
            {
                _edits.RemoveAt(i);
            }
        }
    }

    private static bool IsNamed(ReadOnlySpan<byte> received, string name) => received.Length == name.Length && Ascii.EqualsIgnoreCase(received, name);

    private static KnownField Checked(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        var known = KnownFields.Find(name);
        if (ConnectionFields.IsOfConnection(known) || known is KnownField.Trailer or KnownField.Expect)
        {
            throw new ArgumentException($"The field {name} belongs to each of the two connections (RFC 9110 §7.6.1): the framework writes it, and a proxy cannot change it.", nameof(name));
        }

        if (!IsToken(name))
        {
            throw new ArgumentException($"'{name}' is no field name: it must be a token (RFC 9110 §5.1).", nameof(name));
        }

        ResponseFields.CheckValue(value, nameof(value));
        return known;
    }

    private static bool IsToken(string name)
    {
        // Limit: of names that are written by a program, not received.
        Span<byte> octets = stackalloc byte[256];
        return Encoding.ASCII.TryGetBytes(name, octets, out var length) && Ascii.IsValid(name) && Grammar.IsToken(octets[..length]);
    }

    private enum EditKind
    {
        Set,
        Add,
    }

    private readonly record struct Edit(string Name, KnownField Known, string? Value, EditKind Kind)
    {
        public bool IsOf(KnownField known, string name) =>
            known != KnownField.None ? Known == known : string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
    }
}
