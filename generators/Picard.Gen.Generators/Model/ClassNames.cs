namespace Picard.Gen.Generators;

/// <summary>
/// Which parts make up each handler and each application, in the order of the classes' names. As long as no class comes, goes or is renamed it stays
/// as it is, whatever the classes' members.
/// </summary>
internal sealed class ClassNames(PartsModel declared) : IEquatable<ClassNames>
{
    private const PartRoles Roots = PartRoles.Handler | PartRoles.Application | PartRoles.Middleware | PartRoles.ResponseHandler | PartRoles.Proxy;

    private readonly PartsModel _declared = declared;
    private readonly Lazy<IReadOnlyList<IReadOnlyList<int>>> _classes = new(() => Merge(declared));

    /// <summary>The indices of the parts of each class, the one that has the attribute first.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Classes => _classes.Value;

    public bool Equals(ClassNames? other)
    {
        if (other is null || other._declared.HasGlobalImport != _declared.HasGlobalImport || other._declared.All.Count != _declared.All.Count)
        {
            return false;
        }

        for (var i = 0; i < _declared.All.Count; i++)
        {
            var (part, another) = (_declared.All[i], other._declared.All[i]);
            if (!ReferenceEquals(part, another)
                && (part.FullName != another.FullName || part.Roles != another.Roles || part.IsUnsupported != another.IsUnsupported))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ClassNames);

    public override int GetHashCode() => _declared.All.Count;

    private static List<List<int>> Merge(PartsModel declared)
    {
        var byName = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < declared.All.Count; i++)
        {
            var part = declared.All[i];
            if ((part.Roles & Roots) != 0 && declared.IsMeant(part) && !byName.ContainsKey(part.FullName))
            {
                byName.Add(part.FullName, [i]);
            }
        }

        for (var i = 0; i < declared.All.Count; i++)
        {
            if (byName.TryGetValue(declared.All[i].FullName, out var parts) && parts[0] != i)
            {
                parts.Add(i);
            }
        }

        return [.. byName.Values.Where(p => !p.Exists(i => declared.All[i].IsUnsupported)).OrderBy(p => declared.All[p[0]].FullName, StringComparer.Ordinal)];
    }
}
