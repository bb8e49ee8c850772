namespace Picard.Gen.Generators;

/// <summary>Where each name is in a list of types. As long as no type comes, goes or is renamed it stays as it is, whatever the types' members.</summary>
internal sealed class TypeNames : IEquatable<TypeNames>
{
    private readonly EquatableArray<TypeModel> _types;
    private readonly Lazy<(Dictionary<string, int> First, int[] Next)> _index;

    public TypeNames(EquatableArray<TypeModel> types)
    {
        _types = types;
        _index = new Lazy<(Dictionary<string, int>, int[])>(() => IndexOf(types));
    }

    /// <summary>The index of the first type with a name; -1: there is none.</summary>
    /// <param name="key">The simple name with the number of type parameters, as metadata has it.</param>
    public int First(string key) => _index.Value.First.TryGetValue(key, out var first) ? first : -1;

    /// <summary>The index of the next type with the name of another; -1: there is none.</summary>
    public int Next(int type) => _index.Value.Next[type];

    public bool Equals(TypeNames? other)
    {
        if (other is null || other._types.Count != _types.Count)
        {
            return false;
        }

        for (var i = 0; i < _types.Count; i++)
        {
            if (!ReferenceEquals(_types[i], other._types[i]) && _types[i].Key != other._types[i].Key)
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as TypeNames);

    public override int GetHashCode() => _types.Count;

    private static (Dictionary<string, int> First, int[] Next) IndexOf(EquatableArray<TypeModel> types)
    {
        var first = new Dictionary<string, int>(types.Count, StringComparer.Ordinal);
        var next = new int[types.Count];
        for (var i = types.Count - 1; i >= 0; i--)
        {
            var key = types[i].Key;
            next[i] = first.TryGetValue(key, out var following) ? following : -1;
            first[key] = i;
        }

        return (first, next);
    }
}
