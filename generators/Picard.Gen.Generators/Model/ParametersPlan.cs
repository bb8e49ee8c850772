namespace Picard.Gen.Generators;

/// <summary>Which types of the project are bound by their members.</summary>
internal static class ParametersPlan
{
    public static EquatableArray<ParametersModel> Build(DeclaredTypes declared, EquatableArray<SignatureModel> signatures)
    {
        Dictionary<string, string>? wanted = null;
        for (var i = 0; i < signatures.Count; i++)
        {
            foreach (var name in signatures[i].Members)
            {
                if (declared.Named(name.Key).OrderByDescending(t => Closeness(t, name.Qualifier.Replace("global::", ""), signatures[i])).FirstOrDefault() is { } best)
                {
                    wanted ??= new Dictionary<string, string>(StringComparer.Ordinal);
                    wanted[best.FullName] = name.Key;
                }
            }
        }

        if (wanted is null)
        {
            return default;
        }

        var fileNames = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return wanted.OrderBy(static w => w.Key, StringComparer.Ordinal)
            .Select(w => ModelOf([.. declared.Named(w.Value).Where(t => t.FullName == w.Key)], fileNames))
            .OfType<ParametersModel>()
            .ToList();
    }

    /// <summary>The type that a name stands for somewhere, taken apart; null: there is none, or its members cannot be bound.</summary>
    public static ParametersModel? Find(DeclaredTypes declared, TypeName name, SignatureModel from) =>
        declared.Named(name.Key).OrderByDescending(t => Closeness(t, name.Qualifier.Replace("global::", ""), from)).FirstOrDefault() is { } best
            ? ModelOf([.. declared.Named(name.Key).Where(t => t.FullName == best.FullName)], new HashSet<string>(StringComparer.Ordinal))
            : null;

    /// <summary>How well a type fits a name: of those with the name, the one in the nearest namespace that is looked in is meant.</summary>
    private static int Closeness(TypeModel candidate, string qualifier, SignatureModel from)
    {
        var container = candidate.FullName.Substring(0, candidate.FullName.Length - candidate.Name.Length).TrimEnd('.');
        if (qualifier.Length > 0)
        {
            // What stands before the qualifier is looked for like any other name.
            if (container != qualifier && !container.EndsWith("." + qualifier, StringComparison.Ordinal))
            {
                return -1;
            }

            container = container.Substring(0, container.Length - qualifier.Length).TrimEnd('.');
        }

        return container.Length == 0 ? 1
            : (from.FullName + ".").StartsWith(container + ".", StringComparison.Ordinal) ? 1000 + container.Length
            : from.Scope.Usings.Concat(from.Scope.NamespaceUsings).Any(u => u.EndsWith(" " + container + ";", StringComparison.Ordinal)) ? 500
            : 0;
    }

    private static ParametersModel? ModelOf(List<TypeModel> parts, HashSet<string> fileNames)
    {
        var constructors = parts.SelectMany(static p => p.Constructors).ToList();
        var chosen = constructors.Count == 0 ? [] : ParametersOf(constructors);
        if (chosen is null || parts.Any(static p => p.IsUnreachable || p.IsAbstract || p.Form is TypeForm.Interface or TypeForm.Enum))
        {
            return null;
        }

        var main = parts.FirstOrDefault(static p => p.Constructors.Any(static c => c.IsPrimary)) ?? parts[0];
        var usings = new EquatableArray<string>([.. parts.SelectMany(static p => p.Scope.Usings).Distinct(StringComparer.Ordinal)]);
        var arguments = chosen.Select(static p => new BoundMemberModel(p.Name, p.Type, p.Place, p.Default ?? (IsNullable(p.Type) ? "null" : null), HasOwnValue: false, IsRequired: true)).ToList();
        var properties = parts.SelectMany(static p => p.Members)
            .Where(m => m is { IsField: false, IsPositional: false, Setter: not JsonSetter.None } && !arguments.Any(a => string.Equals(a.Name, Literal.Plain(m.Name), StringComparison.OrdinalIgnoreCase)))
            .Select(static m => new BoundMemberModel(m.Name, m.Type.Type, m.Place, IsNullable(m.Type.Type) ? "null" : null, m is { HasOwnValue: true, IsRequired: false, CanGet: true }, m.IsRequired))
            .ToList();
        var fileName = $"{main.FullName}.Parameters";
        return new ParametersModel(main with { Scope = main.Scope with { Usings = usings } }, fileNames.Add(fileName) ? fileName : $"{fileName}.2", arguments, properties)
        {
            Readable = parts.SelectMany(static p => p.Members).Where(static m => m.CanGet).Select(static m => m.Name).ToList(),
        };
    }

    /// <summary>The parameters of the primary constructor, else of the one that is public, else none if there is such a constructor.</summary>
    private static IReadOnlyList<JsonParameterModel>? ParametersOf(List<JsonConstructorModel> constructors)
    {
        var open = constructors.Where(static c => c.IsPublic).ToList();
        var found = open.FirstOrDefault(static c => c.IsPrimary) ?? (open.Count == 1 ? open[0] : open.FirstOrDefault(static c => c.Parameters.Count == 0));
        return found is null ? null : [.. found.Parameters];
    }

    private static bool IsNullable(string type) => type.EndsWith("?", StringComparison.Ordinal);
}
