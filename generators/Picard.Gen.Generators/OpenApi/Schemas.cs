using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>
/// The JSON schemas of types by their text: what a project declares becomes a component that is referred to, what the framework has stands where it is used, and what
/// syntax cannot see is any value, with a description that says so.
/// </summary>
internal sealed class Schemas(TypeTable types, NoteTable notes)
{
    // Limit: a generic type may contain ever larger constructions of itself.
    private const int MaxIdentityLength = 512;

    private const string SchemaPath = "#/components/schemas/";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonMap> _components = new(StringComparer.Ordinal);

    public TypeTable Types => types;

    /// <summary>The components, by name.</summary>
    public JsonMap Components()
    {
        var map = new JsonMap();
        foreach (var component in _components)
        {
            map.Add(component.Key, component.Value);
        }

        return map;
    }

    /// <summary>Adds a component of the framework's, whose name no type of the project gets.</summary>
    public JsonMap Component(string name, Func<JsonMap> create)
    {
        if (!_components.ContainsKey(name))
        {
            _components.Add(name, create());
        }

        return ReferenceTo(name);
    }

    /// <summary>The schema of a type as JSON.</summary>
    public JsonMap Of(TypeReference type)
    {
        type = TypeTable.Expand(type);
        switch (type.Syntax)
        {
            case NullableTypeSyntax nullable:
                return OrNull(Of(type with { Syntax = nullable.ElementType }));
            case PredefinedTypeSyntax keyword:
                return KnownSchemas.OfKeyword(keyword.Keyword.Kind()) ?? Unseen(type);
            case ArrayTypeSyntax array:
                return OfArray(type, array);
            case TupleTypeSyntax:
                return KnownSchemas.Any($"{type.Text}: a tuple.");
        }

        if (types.Find(type) is { } declared)
        {
            return OfDeclared(type, declared);
        }

        var arguments = type.TypeArguments;
        return type.Key switch
        {
            "Nullable`1" => OrNull(Of(arguments[0])),
            "Memory`1" or "ReadOnlyMemory`1" when IsByte(arguments[0]) => KnownSchemas.Octets(),
            "KeyValuePair`2" => ObjectOf(("key", Of(arguments[0])), ("value", Of(arguments[1]))),
            var key when KnownSchemas.IsSequence(key) => new JsonMap { { "type", "array" }, { "items", Of(arguments[0]) } },
            var key when KnownSchemas.IsDictionary(key) => new JsonMap { { "type", "object" }, { "additionalProperties", Of(arguments[1]) } },
            var key => KnownSchemas.OfName(key) ?? Unseen(type),
        };
    }

    /// <summary>The schema of a type that is read from text: of a parameter.</summary>
    public JsonMap OfText(TypeReference type)
    {
        type = TypeTable.Expand(type).Plain;
        if (type.Syntax is ArrayTypeSyntax array)
        {
            return new JsonMap { { "type", "array" }, { "items", OfText(type with { Syntax = array.ElementType }) } };
        }

        if (types.Find(type) is not { } declared)
        {
            return Of(type);
        }

        var text = new JsonMap { { "type", "string" } };
        if (declared.Main is { Form: TypeForm.Enum, IsFlags: false })
        {
            text.Add("enum", declared.Main.EnumMembers.Select(static m => (object)Literal.Plain(m.Name)).ToList());
        }

        return text.With("description", notes.Of(declared.Main)?.Summary ?? declared.Main.DisplayName);
    }

    /// <summary>A value that may be null.</summary>
    public static JsonMap OrNull(JsonMap schema)
    {
        switch (schema["type"])
        {
            case string type:
                var copy = schema.Copy();
                copy["type"] = new List<object> { type, "null" };
                if (copy["enum"] is List<object> values)
                {
                    copy["enum"] = new List<object>([.. values, null!]);
                }

                return copy;
            case null when schema.Contains("$ref"):
                return new JsonMap { { "anyOf", new List<object> { schema, new JsonMap { { "type", "null" } } } } };
            default:
                return schema;
        }
    }

    private static JsonMap Unseen(TypeReference type) => KnownSchemas.Any($"{type.Text}: a type that is described outside the sources of the application.");

    private static JsonMap ReferenceTo(string name) => new() { { "$ref", SchemaPath + name } };

    private static bool IsByte(TypeReference type) => type.Syntax is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ByteKeyword };

    private static JsonMap ObjectOf(params (string Name, JsonMap Schema)[] members)
    {
        var properties = new JsonMap();
        foreach (var (name, schema) in members)
        {
            properties.Add(name, schema);
        }

        return new JsonMap { { "type", "object" }, { "properties", properties } };
    }

    private JsonMap OfArray(TypeReference type, ArrayTypeSyntax array)
    {
        if (array.RankSpecifiers.Any(static r => r.Rank != 1))
        {
            return Unseen(type);
        }

        var element = type with { Syntax = array.ElementType };
        var isOctets = IsByte(TypeTable.Expand(element));
        var schema = isOctets ? KnownSchemas.Octets() : Of(element);
        return array.RankSpecifiers.Skip(isOctets ? 1 : 0).Aggregate(schema, static (items, _) => new JsonMap { { "type", "array" }, { "items", items } });
    }

    private JsonMap OfDeclared(TypeReference type, DeclaredType declared)
    {
        if (declared.Hindrance is { } hindrance)
        {
            return KnownSchemas.Any($"{type.Text}: its JSON is not told by its declaration, because {hindrance}.");
        }

        var identity = IdentityOf(type);
        if (identity.Length > MaxIdentityLength)
        {
            return KnownSchemas.Any($"{declared.Main.DisplayName}: a construction that is too deep to describe.");
        }

        if (!_names.TryGetValue(identity, out var name))
        {
            name = UniqueNameOf(type, declared);
            _names.Add(identity, name);

            // Named first: types may contain each other.
            _components.Add(name, []);
            _components[name] = declared.Main.Form == TypeForm.Enum ? OfEnum(declared.Main) : OfObject(declared, TypeScope.Of(declared.Main, type.TypeArguments));
        }

        return ReferenceTo(name);
    }

    private JsonMap OfEnum(TypeModel type)
    {
        var schema = OfEnum(type, type.IsNamed);
        return notes.Of(type)?.Summary is { } summary ? schema.With("description", schema["description"] is string values ? $"{summary} {values}" : summary) : schema;
    }

    private static JsonMap OfEnum(TypeModel type, bool isNamed)
    {
        if (isNamed)
        {
            var names = type.EnumMembers.Select(static m => (object)m.JsonName).ToList();
            return type.IsFlags
                ? new JsonMap { { "type", "string" }, { "description", $"Any of {string.Join(", ", names)}, separated by commas." } }
                : new JsonMap { { "type", "string" }, { "enum", names } };
        }

        var values = EnumValues.Of(type.EnumMembers);
        var described = string.Join(", ", type.EnumMembers.Select((m, i) => values?.Count == type.EnumMembers.Count ? $"{values[i]}: {Literal.Plain(m.Name)}" : Literal.Plain(m.Name)));
        return new JsonMap { { "type", "integer" } }.With("enum", type.IsFlags ? null : values).With("description", described.Length == 0 ? null : $"{(type.IsFlags ? "Flags: " : "")}{described}.");
    }

    private JsonMap OfObject(DeclaredType declared, TypeScope scope)
    {
        var properties = new JsonMap();
        var required = new List<object>();
        var constructors = declared.Parts.SelectMany(static p => p.Constructors).ToList();
        foreach (var found in TypeMembers.Of(declared, scope, types))
        {
            var member = found.Member;
            var parameter = constructors.SelectMany(static c => c.Parameters).FirstOrDefault(p => string.Equals(p.Name, Literal.Plain(member.Name), StringComparison.OrdinalIgnoreCase));
            var isRead = member.IsRead && (parameter is not null || member.Setter != JsonSetter.None);
            if (!member.IsWritten && !isRead)
            {
                continue;
            }

            var schema = OfMember(found)
                .With("description", notes.OfMember(found.Owner.Main, Literal.Plain(member.Name)))
                .With("readOnly", !isRead)
                .With("writeOnly", !member.IsWritten);
            if (parameter?.Default is { } text && DefaultValue.TryRead(text, out var value))
            {
                schema["default"] = value;
            }

            properties[member.JsonName] = schema;
            if (member.IsRequired && isRead)
            {
                required.Add(member.JsonName);
            }
        }

        return new JsonMap { { "type", "object" } }
            .With("description", notes.Of(declared.Main)?.Summary)
            .With("properties", properties)
            .With("required", required)
            .WithClosed(declared.Parts.Any(static p => p.RefusesUnknown));
    }

    private JsonMap OfMember(TypeMember found)
    {
        var type = found.Scope.Read(found.Member.Type.Type);

        // [JsonConverter(typeof(JsonStringEnumConverter))] on the member.
        if (found.Member.Type.Shape.IndexOf(".NamedShape()", StringComparison.Ordinal) >= 0 && types.Find(TypeTable.Expand(type).Plain) is { Main: { Form: TypeForm.Enum } named })
        {
            var schema = OfEnum(named, isNamed: true);
            return type.IsNullable ? OrNull(schema) : schema;
        }

        return Of(type).Copy();
    }

    private string UniqueNameOf(TypeReference type, DeclaredType declared)
    {
        var name = NameOf(type);
        if (_components.ContainsKey(name))
        {
            name = Plain(declared.Main.FullName) + (type.TypeArguments.Count == 0 ? "" : "Of" + string.Join("And", type.TypeArguments.Select(NameOf)));
        }

        var unique = name;
        for (var number = 2; _components.ContainsKey(unique); number++)
        {
            unique = $"{name}{number}";
        }

        return unique;
    }

    /// <summary>A name for a type that is part of another's: <c>Page&lt;Order&gt;</c> is <c>PageOfOrder</c>.</summary>
    private string NameOf(TypeReference type)
    {
        type = TypeTable.Expand(type);
        return type.Syntax switch
        {
            NullableTypeSyntax => "Optional" + NameOf(type.Plain),
            ArrayTypeSyntax array => "ArrayOf" + NameOf(type with { Syntax = array.ElementType }),
            PredefinedTypeSyntax keyword => char.ToUpperInvariant(keyword.Keyword.ValueText[0]) + keyword.Keyword.ValueText.Substring(1),
            _ when type.Name is { } name => Plain(name.Identifier.ValueText) + (type.TypeArguments.Count == 0 ? "" : "Of" + string.Join("And", type.TypeArguments.Select(NameOf))),
            _ => "Value",
        };
    }

    /// <summary>OpenAPI 3.1 §4.8.7: names of components are letters, digits, dots, hyphens and underscores of ASCII.</summary>
    private static string Plain(string name) => new([.. name.Select(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' ? c : '_')]);

    /// <summary>What is the same for every text that means the same type.</summary>
    private string IdentityOf(TypeReference type)
    {
        type = TypeTable.Expand(type);
        return type.Syntax switch
        {
            NullableTypeSyntax => IdentityOf(type.Plain) + "?",
            ArrayTypeSyntax array => IdentityOf(type with { Syntax = array.ElementType }) + string.Concat(array.RankSpecifiers),
            _ when type.TypeArguments.Count > 0 => $"{types.Find(type)?.Main.FullName ?? type.Key}<{string.Join(",", type.TypeArguments.Select(IdentityOf))}>",
            _ => types.Find(type)?.Main.FullName ?? type.Text,
        };
    }
}
