namespace Picard.Gen.Generators;

/// <summary>A class marked [Pool].</summary>
/// <param name="FullName">Namespace, containing types and name, with dots.</param>
/// <param name="Keyword">What follows <c>partial</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Scope">Where its names stand.</param>
/// <param name="Limits">The limits, as they would be set on the options.</param>
/// <param name="IsImported">Whether [Pool] is recognised whatever the imports.</param>
/// <param name="IsStatic">Whether the class is static.</param>
internal sealed record PoolModel(string FullName, string Keyword, string Name, ScopeModel Scope, string Limits, bool IsImported, bool IsStatic)
{
    /// <summary>The name of its file without extension.</summary>
    public string FileName => FullName + ".Pool";

    /// <summary>The pools of all trees, in the order of their names.</summary>
    public static EquatableArray<PoolModel> In(EquatableArray<TreeModel> trees)
    {
        var hasGlobalImport = trees.Any(static t => t.HasGlobalImport);
        return trees.Where(static t => t.Pools.Count > 0)
            .SelectMany(static t => t.Pools)
            .Where(p => hasGlobalImport || p.IsImported)
            .GroupBy(static p => p.FullName, StringComparer.Ordinal)
            .Select(static parts => parts.First())
            .OrderBy(static p => p.FullName, StringComparer.Ordinal)
            .ToList();
    }
}
