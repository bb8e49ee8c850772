namespace Picard.Gen.Generators;

/// <summary>A file of shapes: of one declaration, or in a large project of some that have the same surroundings.</summary>
/// <param name="FileName">The name of the file without extension: that of its first shape.</param>
/// <param name="Shapes">The shapes, ordered by name.</param>
internal sealed record ShapeFileModel(string FileName, EquatableArray<ShapeModel> Shapes)
{
    // Limit: up to here each declaration has a file of its own. The compiler compares the name of each emitted file with those of all others at every
    // edit, so that in a large project the number of files costs more than what is in them.
    private const int MaxFiles = 200;

    // One name in so many begins a file; so a file of a large project has as many shapes on average.
    private const uint MeanShapes = 16;

    public static EquatableArray<ShapeFileModel> Of(EquatableArray<ShapeModel> shapes)
    {
        if (shapes.Count <= MaxFiles)
        {
            return shapes.Select(static s => new ShapeFileModel(s.FileName, new EquatableArray<ShapeModel>([s]))).ToList();
        }

        var files = new List<ShapeFileModel>();
        foreach (var group in shapes.GroupBy(static s => s.Type.IsObsolete ? null : s.Type.Scope))
        {
            var file = new List<ShapeModel>();
            foreach (var shape in group)
            {
                if (file.Count > 0 && (group.Key is null || BeginsFile(shape)))
                {
                    files.Add(new ShapeFileModel(file[0].FileName, file));
                    file = [];
                }

                file.Add(shape);
            }

            files.Add(new ShapeFileModel(file[0].FileName, file));
        }

        return files;
    }

    /// <summary>Decided by the name alone: a type that comes or goes changes the file it is in, and no other.</summary>
    private static bool BeginsFile(ShapeModel shape)
    {
        var hash = 2166136261u;
        foreach (var c in shape.FileName)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (hash >> 8) % MeanShapes == 0;
    }
}
