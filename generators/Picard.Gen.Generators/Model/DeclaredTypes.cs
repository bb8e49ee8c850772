namespace Picard.Gen.Generators;

/// <summary>The types that the trees declare, found by name. Edits of what handlers do leave it alone.</summary>
/// <param name="All">The declarations, in the order of the trees.</param>
/// <param name="Names">Where each name is among them.</param>
/// <param name="GlobalUsings">The namespaces that are imported everywhere.</param>
internal sealed record DeclaredTypes(EquatableArray<TypeModel> All, TypeNames Names, EquatableArray<string> GlobalUsings)
{
    /// <summary>The declarations of all trees.</summary>
    public static EquatableArray<TypeModel> In(EquatableArray<TreeModel> trees)
    {
        var count = 0;
        for (var t = 0; t < trees.Count; t++)
        {
            count += trees[t].Types.Count;
        }

        var all = new TypeModel[count];
        count = 0;
        for (var t = 0; t < trees.Count; t++)
        {
            var types = trees[t].Types;
            for (var i = 0; i < types.Count; i++)
            {
                all[count++] = types[i];
            }
        }

        return new EquatableArray<TypeModel>(all);
    }

    /// <summary>The namespaces that the trees import everywhere.</summary>
    public static EquatableArray<string> UsingsIn(EquatableArray<TreeModel> trees)
    {
        var usings = new List<string>();
        for (var t = 0; t < trees.Count; t++)
        {
            if (trees[t].GlobalUsings.Count > 0)
            {
                usings.AddRange(trees[t].GlobalUsings);
            }
        }

        return usings.Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>Whether some type has a name.</summary>
    /// <param name="key">The simple name with the number of type parameters, as metadata has it.</param>
    public bool Contains(string key) => Names.First(key) >= 0;

    /// <summary>The declarations with a name, in the order of the trees.</summary>
    /// <param name="key">The simple name with the number of type parameters, as metadata has it.</param>
    public IEnumerable<TypeModel> Named(string key)
    {
        for (var i = Names.First(key); i >= 0; i = Names.Next(i))
        {
            yield return All[i];
        }
    }
}
