using System.Runtime.CompilerServices;

namespace Picard.Gen.Generators;

/// <summary>Puts the parts of clients together.</summary>
internal static class ClientPlan
{
    // With the part, so that an edit looks at one client and not at all.
    private static readonly ConditionalWeakTable<ClientPartModel, SignatureModel> s_signatures = new();

    /// <summary>The clients of all trees, in the order of their names.</summary>
    public static EquatableArray<ClientModel> In(EquatableArray<TreeModel> trees)
    {
        var hasGlobalImport = trees.Any(static t => t.HasGlobalImport);
        var models = new List<ClientModel>();
        foreach (var parts in trees.Where(static t => t.Clients.Count > 0).SelectMany(static t => t.Clients).GroupBy(static c => c.FullName, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            if (parts.FirstOrDefault(p => p.IsMarked && (hasGlobalImport || p.IsImported)) is not { } main || parts.Any(static p => p.IsUnsupported))
            {
                continue;
            }

            var whole = parts.Count() == 1 ? main.Whole : WholeOf(main, parts);
            models.Add(new ClientModel(main, main.FullName + ".Client", IsMain: true, whole));
            var number = 2;
            foreach (var part in parts.Where(p => !ReferenceEquals(p, main) && p.Methods.Count > 0))
            {
                models.Add(new ClientModel(part, $"{part.FullName}.Client.{number++}", IsMain: false, whole));
            }
        }

        return models;
    }

    /// <summary>The types in the signatures of clients that may be JSON.</summary>
    public static EquatableArray<SignatureModel> SignaturesOf(EquatableArray<ClientModel> clients) => clients
        .Where(static c => c.Whole is { Hindrance: null, Json: null })
        .Select(static c => s_signatures.GetValue(c.Part, static part => SignatureOf(part)))
        .Where(static s => s.Json.Count > 0)
        .ToList();

    /// <summary>What attributes on any part say is said of all.</summary>
    private static ClientWholeModel WholeOf(ClientPartModel main, IEnumerable<ClientPartModel> parts) => main.Whole with
    {
        FieldLines = parts.SelectMany(static p => p.Whole.FieldLines).ToList(),
        ContentType = parts.Select(static p => p.Whole.ContentType).FirstOrDefault(static c => c is not null),
        Json = parts.Select(static p => p.Whole.Json).FirstOrDefault(static j => j is not null),
        Hindrance = parts.Select(static p => p.Whole.Hindrance).FirstOrDefault(static h => h is not null),
    };

    private static SignatureModel SignatureOf(ClientPartModel part)
    {
        var names = new List<TypeName>();
        foreach (var shape in part.Methods.Where(static m => m.Json is null).SelectMany(static m => m.Shapes))
        {
            TypeName.AddTo(names, shape);
        }

        return new SignatureModel(part.FullName, part.Scope, names.Distinct().ToList(), default);
    }
}
