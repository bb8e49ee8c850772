using System.Collections;

namespace Picard.Gen.Generators;

/// <summary>An object of the document: names and values in order. A value is a string, a truth value, a whole number, a <see cref="JsonMap"/>, a list of values, or null.</summary>
internal sealed class JsonMap : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _members = [];

    public int Count => _members.Count;

    public object? this[string name]
    {
        get => _members.FirstOrDefault(m => m.Key == name).Value;
        set
        {
            var index = _members.FindIndex(m => m.Key == name);
            if (index < 0)
            {
                Add(name, value);
            }
            else
            {
                _members[index] = new KeyValuePair<string, object?>(name, value);
            }
        }
    }

    public void Add(string name, object? value) => _members.Add(new KeyValuePair<string, object?>(name, value));

    /// <summary>Adds a member if there is something to say.</summary>
    public JsonMap With(string name, object? value)
    {
        if (value is not (null or false or "" or JsonMap { Count: 0 } or List<object> { Count: 0 }))
        {
            this[name] = value;
        }

        return this;
    }

    /// <summary>An object without members that are not listed.</summary>
    public JsonMap WithClosed(bool isClosed)
    {
        if (isClosed)
        {
            Add("additionalProperties", false);
        }

        return this;
    }

    public void Remove(string name) => _members.RemoveAll(m => m.Key == name);

    public bool Contains(string name) => _members.Exists(m => m.Key == name);

    /// <summary>A map with the same members.</summary>
    public JsonMap Copy()
    {
        var copy = new JsonMap();
        copy._members.AddRange(_members);
        return copy;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
