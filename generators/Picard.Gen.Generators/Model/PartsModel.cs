namespace Picard.Gen.Generators;

/// <summary>What of all trees may be part of a handler or an application. Edits of other types leave it alone.</summary>
/// <param name="HasGlobalImport">Whether some tree has <c>global using Picard;</c>.</param>
/// <param name="All">The partial classes, in the order of the trees.</param>
internal sealed record PartsModel(bool HasGlobalImport, EquatableArray<PartModel> All)
{
    /// <summary>Whether the attributes of a part are those of Picard: it imports Picard, or every file does.</summary>
    public bool IsMeant(PartModel part) => HasGlobalImport || (part.Roles & PartRoles.Imported) != 0;

    public static PartsModel Of(EquatableArray<TreeModel> trees)
    {
        var hasGlobalImport = false;
        var count = 0;
        for (var t = 0; t < trees.Count; t++)
        {
            hasGlobalImport |= trees[t].HasGlobalImport;
            count += trees[t].Parts.Count;
        }

        var all = new PartModel[count];
        count = 0;
        for (var t = 0; t < trees.Count; t++)
        {
            var parts = trees[t].Parts;
            for (var i = 0; i < parts.Count; i++)
            {
                all[count++] = parts[i];
            }
        }

        return new PartsModel(hasGlobalImport, new EquatableArray<PartModel>(all));
    }
}
