using System.Runtime.CompilerServices;

namespace Picard.Gen.Generators;

/// <summary>The types in the signatures of one part of a handler. An edit of a route or of anything else about it leaves them alone.</summary>
/// <param name="FullName">The handler.</param>
/// <param name="Scope">Where the names stand.</param>
/// <param name="Json">The names that may be JSON.</param>
/// <param name="Members">The names of types that are bound by their members.</param>
internal sealed record SignatureModel(string FullName, ScopeModel Scope, EquatableArray<TypeName> Json, EquatableArray<TypeName> Members)
{
    // With the part, so that an edit looks at one handler and not at all.
    private static readonly ConditionalWeakTable<PartModel, SignatureModel> s_known = new();

    /// <summary>The signatures that name any type.</summary>
    public static EquatableArray<SignatureModel> Of(EquatableArray<HandlerModel> handlers)
    {
        var all = new List<SignatureModel>(handlers.Count);
        for (var i = 0; i < handlers.Count; i++)
        {
            var signature = s_known.GetValue(handlers[i].Part, static part => Of(part));
            if (handlers[i].Whole.Json is not null && signature.Json.Count > 0)
            {
                signature = signature with { Json = default };
            }

            if (signature.Json.Count > 0 || signature.Members.Count > 0)
            {
                all.Add(signature);
            }
        }

        return all;
    }

    private static SignatureModel Of(PartModel part)
    {
        var json = new List<TypeName>();
        var members = new List<TypeName>();
        foreach (var endpoint in part.Endpoints)
        {
            if (endpoint.Json is null)
            {
                TypeName.AddTo(json, endpoint.ResultShape);
            }

            foreach (var parameter in endpoint.Parameters)
            {
                if (endpoint.Json is null)
                {
                    TypeName.AddTo(json, endpoint.JsonShapeOf(parameter));
                }

                if (parameter is { Source: ParameterSource.Members, Shape: { Names.Count: 1 } shape })
                {
                    TypeName.AddTo(members, shape);
                }
            }
        }

        return new SignatureModel(part.FullName, part.Scope, json.Distinct().ToList(), members.Distinct().ToList());
    }
}

/// <summary>A name of a type as it stands in a text.</summary>
/// <param name="Key">The simple name with the number of type arguments, as metadata has it.</param>
/// <param name="Qualifier">What stands before it, or empty.</param>
/// <param name="IsFramework">Whether the runtime has a shape for a type of the name.</param>
internal sealed record TypeName(string Key, string Qualifier, bool IsFramework)
{
    public static TypeName Of(string key, string qualifier) => new(key, qualifier, FrameworkNames.Contains(key));

    /// <summary>Adds the names in a type.</summary>
    public static void AddTo(List<TypeName> names, ShapeText? type)
    {
        if (type is not null)
        {
            for (var i = 0; i < type.Names.Count; i++)
            {
                var name = type.Names[i];
                var bar = name.IndexOf('|');
                names.Add(Of(name.Substring(bar + 1), bar < 0 ? "" : name.Substring(0, bar)));
            }
        }
    }
}
