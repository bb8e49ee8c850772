namespace Picard.Gen.Generators;

/// <summary>The members that a type has in JSON: its own and those of its base types, as the emitted shapes have them.</summary>
internal static class TypeMembers
{
    // Limit: a base type cannot be its own, but text in an editor may say so.
    private const int MaxDepth = 16;

    public static IReadOnlyList<TypeMember> Of(DeclaredType type, TypeScope scope, TypeTable types) => [.. Of(type, scope, types, 0).OrderBy(static m => m.Member.Order)];

    private static List<TypeMember> Of(DeclaredType type, TypeScope scope, TypeTable types, int depth)
    {
        var members = type.Parts.SelectMany(static p => p.Members).OrderBy(static m => m.IsField).Select(m => new TypeMember(m, type, scope)).ToList();
        if (depth == MaxDepth)
        {
            return members;
        }

        foreach (var part in type.Parts)
        {
            foreach (var @base in part.Bases)
            {
                var reference = scope.Read(NameOf(@base));
                if (types.Find(reference) is not { } found || ReferenceEquals(found, type) || (found.Main.Form == TypeForm.Interface) != (part.Form == TypeForm.Interface))
                {
                    continue;
                }

                foreach (var inherited in Of(found, TypeScope.Of(found.Main, reference.TypeArguments), types, depth + 1))
                {
                    // A parameter of a record that its base type has as a property is no property of its own.
                    var own = members.FindIndex(m => m.Member.Name == inherited.Member.Name);
                    if (own >= 0 && !members[own].Member.IsPositional)
                    {
                        continue;
                    }

                    if (own >= 0)
                    {
                        members.RemoveAt(own);
                    }

                    members.Add(inherited);
                }
            }
        }

        return members;
    }

    private static string NameOf(BaseModel @base) => string.Concat(
        @base.Qualifier.Length == 0 || @base.Qualifier.EndsWith("::", StringComparison.Ordinal) ? @base.Qualifier : @base.Qualifier + ".",
        @base.Name,
        @base.Arguments.Count == 0 ? "" : $"<{string.Join(", ", @base.Arguments.Select(static a => a.Type))}>");
}

/// <summary>A member with the declaration that it comes from.</summary>
internal sealed record TypeMember(JsonMemberModel Member, DeclaredType Owner, TypeScope Scope);
