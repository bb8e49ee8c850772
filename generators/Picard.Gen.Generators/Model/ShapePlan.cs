using System.Runtime.CompilerServices;

namespace Picard.Gen.Generators;

/// <summary>Puts the parts and base types of each declaration together: which members it has in JSON, and where their shapes are found.</summary>
internal sealed class ShapePlan
{
    // Most types are one declaration without base types. What follows from it is kept with it, so that an edit computes it for one type and not for all.
    private static readonly ConditionalWeakTable<TypeModel, SingleType> s_singleTypes = new();

    private readonly Dictionary<string, List<TypeModel>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _byKey = new(StringComparer.Ordinal);

    private ShapePlan(EquatableArray<TypeModel> declared, EquatableArray<TypeModel> referenced)
    {
        Add(declared);
        Add(referenced);
    }

    public static EquatableArray<ShapeModel> Build(ClosureModel closure, EquatableArray<TypeModel> referenced)
    {
        var plan = new ShapePlan(closure.Types, referenced);
        var fileNames = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var shapes = new List<ShapeModel>(plan._byName.Count);
        var names = plan._byName.Keys.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var name in names)
        {
            plan.Add(name, plan._byName[name], fileNames, shapes);
        }

        return shapes;
    }

    private static string NameOf(TypeModel type) => type.TypeParameters.Count == 0 ? type.FullName : $"{type.FullName}`{type.TypeParameters.Count}";

    private static string FileNameOf(string name) => $"{name.Replace('`', '.')}.Json";

    private void Add(EquatableArray<TypeModel> types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            var type = types[i];
            var name = s_singleTypes.GetValue(type, static t => new SingleType(t)).Name;
            if (!_byName.TryGetValue(name, out var parts))
            {
                _byName.Add(name, parts = new List<TypeModel>(1));
                if (!_byKey.TryGetValue(type.Key, out var same))
                {
                    _byKey.Add(type.Key, same = new List<string>(1));
                }

                same.Add(name);
            }

            parts.Add(type);
        }
    }

    private void Add(string name, List<TypeModel> parts, HashSet<string> fileNames, List<ShapeModel> shapes)
    {
        if (parts.Count == 1 && !HasBases(parts[0]) && s_singleTypes.TryGetValue(parts[0], out var single))
        {
            var unique = Unique(single.Shape.FileName, fileNames);
            shapes.Add(single.Shape.FileName == unique ? single.Shape : single.Shape with { FileName = unique });
            return;
        }

        // The first part writes and reads; a record's is the one with the parameters.
        var main = parts.FirstOrDefault(static p => p.Constructors.Any(static c => c.IsPrimary)) ?? parts[0];
        var bases = BasesOf(parts).ToList();
        var members = MembersOf(parts, main, bases);
        var constructors = parts.SelectMany(static p => p.Constructors).ToList();
        foreach (var part in parts)
        {
            var isMain = ReferenceEquals(part, main);
            if (isMain || part.Members.Count > 0)
            {
                var fileName = Unique(FileNameOf(name), fileNames);
                shapes.Add(isMain
                    ? new ShapeModel(main, fileName, IsMain: true, members, constructors, bases.Select(static b => b.Shape).ToList())
                    : new ShapeModel(part, fileName, IsMain: false, default, constructors, default));
            }
        }
    }

    private bool HasBases(TypeModel type)
    {
        for (var i = 0; i < type.Bases.Count; i++)
        {
            if (_byKey.ContainsKey(type.Bases[i].Key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The members in the order of System.Text.Json: by [JsonPropertyOrder], then those of the type before those of its base types, then properties before fields.</summary>
    private List<ShapeMemberModel> MembersOf(List<TypeModel> parts, TypeModel main, List<(BaseShapeModel Shape, List<TypeModel> Parts)> bases)
    {
        var members = OwnMembersOf(parts, main);
        foreach (var (shape, baseParts) in bases)
        {
            var nested = BasesOf(baseParts).ToList();
            foreach (var member in MembersOf(baseParts, baseParts[0], nested))
            {
                // A parameter of a record that its base type has as a property is no property of its own.
                var own = members.FindIndex(m => m.Member.Name == member.Member.Name);
                if (own >= 0 && !members[own].Member.IsPositional)
                {
                    continue;
                }

                if (own >= 0)
                {
                    members.RemoveAt(own);
                }

                members.Add(member with { Owner = $"{shape.Property}.{member.Owner}", IsForeign = true });
            }
        }

        return [.. members.OrderBy(static m => m.Member.Order)];
    }

    private static List<ShapeMemberModel> OwnMembersOf(IReadOnlyList<TypeModel> parts, TypeModel main)
    {
        var members = new List<ShapeMemberModel>();
        var constructors = parts.SelectMany(static p => p.Constructors).ToList();
        foreach (var part in parts)
        {
            members.AddRange(part.Members.Select(m => new ShapeMemberModel(m, "", TypeModel.HasOwnValue(m, constructors), !ReferenceEquals(part, main))));
        }

        return [.. members.OrderBy(static m => m.Member.IsField)];
    }

    private IEnumerable<(BaseShapeModel Shape, List<TypeModel> Parts)> BasesOf(List<TypeModel> parts)
    {
        var number = 1;
        foreach (var part in parts)
        {
            foreach (var @base in part.Bases)
            {
                if (Resolve(@base, part) is not { } found || (found[0].Form == TypeForm.Interface) != (part.Form == TypeForm.Interface) || ReferenceEquals(found, parts))
                {
                    continue;
                }

                var type = found[0];
                var arguments = @base.Arguments.Count == 0 ? "" : $"<{string.Join(", ", @base.Arguments.Select(static a => a.Type))}>";
                var shape = $"{type.GlobalShapeClass}{arguments}";
                var instance = @base.Arguments.Count == 0 ? $"{shape}.Instance" : $"{shape}.Of({string.Join(", ", @base.Arguments.Select(static a => a.Shape))})";
                yield return (new BaseShapeModel(number == 1 ? "Base" : $"Base{number}", shape, instance), found);
                number++;
            }
        }
    }

    /// <summary>The type that a name means: of those with the name, the one in the nearest namespace that is looked in.</summary>
    private List<TypeModel>? Resolve(BaseModel @base, TypeModel from)
    {
        if (!_byKey.TryGetValue(@base.Key, out var names))
        {
            return null;
        }

        var best = names.Count == 1 ? names[0] : names.OrderByDescending(n => Closeness(_byName[n][0], @base, from)).First();
        return _byName[best];
    }

    private static int Closeness(TypeModel candidate, BaseModel @base, TypeModel from)
    {
        var container = candidate.FullName.Substring(0, candidate.FullName.Length - candidate.Name.Length).TrimEnd('.');
        if (@base.Qualifier.Length > 0)
        {
            return container.EndsWith(@base.Qualifier.Replace("global::", ""), StringComparison.Ordinal) ? 2000 : 0;
        }

        // Around it, the nearer the better, then what is imported.
        return (from.FullName + ".").StartsWith(container.Length == 0 ? "" : container + ".", StringComparison.Ordinal) ? 1000 + container.Length
            : from.Scope.Usings.Concat(from.Scope.NamespaceUsings).Any(u => u.EndsWith(" " + container + ";", StringComparison.Ordinal)) ? 500
            : 0;
    }

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = $"{name}.{number}";
        }

        return unique;
    }

    /// <summary>A type of one declaration without base types that are JSON.</summary>
    private sealed class SingleType(TypeModel type)
    {
        private readonly Lazy<ShapeModel> _shape = new(() => new ShapeModel(
            type, FileNameOf(NameOf(type)), IsMain: true, OwnMembersOf([type], type).OrderBy(static m => m.Member.Order).ToList(), type.Constructors, default));

        public string Name { get; } = NameOf(type);

        public ShapeModel Shape => _shape.Value;
    }
}
