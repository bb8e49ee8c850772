namespace Picard.Gen.Generators;

/// <summary>What a declaration declares.</summary>
internal enum TypeForm
{
    Class,
    Struct,
    Interface,
    Enum,
}

/// <summary>One declaration of a type that may be JSON, or one part of it.</summary>
internal sealed record TypeModel
{
    public required ScopeModel Scope { get; init; }

    /// <summary>The simple name as written.</summary>
    public required string Name { get; init; }

    public required TypeForm Form { get; init; }

    public bool IsRecord { get; init; }

    public bool IsAbstract { get; init; }

    /// <summary>Whether another assembly can name it.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Why nothing can be emitted for it: no code outside can name it, or its JSON is not ours to say. Null: nothing hinders.</summary>
    public string? Hindrance { get; init; }

    /// <summary>Whether no code outside can name it or make one.</summary>
    public bool IsUnreachable { get; init; }

    public EquatableArray<string> TypeParameters { get; init; }

    /// <summary>The constraint clauses as text.</summary>
    public string Constraints { get; init; } = "";

    /// <summary>The base types as written.</summary>
    public EquatableArray<BaseModel> Bases { get; init; }

    public EquatableArray<JsonMemberModel> Members { get; init; }

    public EquatableArray<JsonConstructorModel> Constructors { get; init; }

    public EquatableArray<EnumMemberModel> EnumMembers { get; init; }

    public bool IsFlags { get; init; }

    /// <summary>Whether its values are written as names.</summary>
    public bool IsNamed { get; init; }

    public bool RefusesUnknown { get; init; }

    public bool IsObsolete { get; init; }

    /// <summary>Namespace, containing types and name, with dots.</summary>
    public string FullName => string.Concat(Scope.Namespace.Length == 0 ? "" : Scope.Namespace + ".", Path, Name);

    /// <summary>The name as people say it.</summary>
    public string DisplayName => Path + Name;

    /// <summary>The type with its type parameters, where code in its namespace stands.</summary>
    public string Self => Path + Name + Arguments;

    /// <summary>The type with its type parameters, anywhere.</summary>
    public string GlobalName => $"global::{(Scope.Namespace.Length == 0 ? "" : Scope.Namespace + ".")}{Self}";

    public string ShapeClass => $"Picard{Path.Replace(".", "")}{Literal.Plain(Name)}Shape";

    public string GlobalShapeClass => $"global::{(Scope.Namespace.Length == 0 ? "" : Scope.Namespace + ".")}{ShapeClass}";

    /// <summary>The simple name with the number of type parameters, as metadata has it.</summary>
    public string Key => TypeParameters.Count == 0 ? Literal.Plain(Name) : $"{Literal.Plain(Name)}`{TypeParameters.Count}";

    public string Arguments => TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", TypeParameters)}>";

    private string Path => string.Concat(Scope.Types.Select(static t => t.Name + "."));

    /// <summary>Whether an object has a value of its own choice for a member; with a constructor of the user's it may have one for any.</summary>
    public static bool HasOwnValue(JsonMemberModel member, IEnumerable<JsonConstructorModel> constructors) => member.HasOwnValue || constructors.Any(static c => !c.IsPrimary);

    /// <summary>The name of the field that holds the shape of a type parameter.</summary>
    public static string ShapeOfParameter(string typeParameter) => $"_{char.ToLowerInvariant(typeParameter[0])}{typeParameter.Substring(1)}";
}

/// <summary>A base type.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Qualifier">What stands before the simple name, or empty.</param>
/// <param name="Arguments">Its type arguments.</param>
internal sealed record BaseModel(string Name, string Qualifier, EquatableArray<ShapeText> Arguments)
{
    /// <summary>The simple name with the number of type arguments, as metadata has it.</summary>
    public string Key => Arguments.Count == 0 ? Name : $"{Name}`{Arguments.Count}";
}

/// <summary>A member of an enum.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="JsonName">Its name in JSON, where names are written.</param>
/// <param name="Value">The text of its value; null: one more than the member before it.</param>
internal sealed record EnumMemberModel(string Name, string JsonName, string? Value);

/// <summary>A constructor.</summary>
/// <param name="Parameters">Its parameters.</param>
/// <param name="IsChosen">Whether it has [JsonConstructor].</param>
/// <param name="IsPublic">Whether it is public.</param>
/// <param name="IsPrimary">Whether it belongs to the declaration itself.</param>
internal sealed record JsonConstructorModel(EquatableArray<JsonParameterModel> Parameters, bool IsChosen, bool IsPublic, bool IsPrimary);

/// <summary>A parameter of a constructor.</summary>
/// <param name="Name">Its plain name.</param>
/// <param name="Type">Its type as written.</param>
/// <param name="Default">The text of its default value; null if it has none.</param>
/// <param name="IsConstant">Whether the text means the same anywhere.</param>
internal sealed record JsonParameterModel(string Name, string Type, string? Default, bool IsConstant)
{
    /// <summary>Where its value comes from in a [Parameters] type; null: its name says it.</summary>
    public PlaceModel? Place { get; init; }
}
