namespace Picard.Gen.Generators;

/// <summary>One declaration to emit a shape for: the unit of emission, one file each.</summary>
/// <param name="Type">The declaration.</param>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="IsMain">Whether its file also writes and reads; the files of other parts only find the shapes of their members.</param>
/// <param name="Members">The members of all parts and base types, in the order in which they are written; empty unless it is the main one.</param>
/// <param name="Constructors">The constructors of all parts.</param>
/// <param name="Bases">The base types that have shapes of their own.</param>
internal sealed record ShapeModel(
    TypeModel Type, string FileName, bool IsMain, EquatableArray<ShapeMemberModel> Members, EquatableArray<JsonConstructorModel> Constructors, EquatableArray<BaseShapeModel> Bases);

/// <summary>A member of a shape.</summary>
/// <param name="Member">The member.</param>
/// <param name="Owner">The expression of the base shape that finds its shape, with a dot behind; empty: this one.</param>
/// <param name="HasOwnValue">Whether the object has a value of its own choice before one is set.</param>
/// <param name="IsForeign">Whether the text of its type may mean something else here.</param>
internal sealed record ShapeMemberModel(JsonMemberModel Member, string Owner, bool HasOwnValue, bool IsForeign)
{
    /// <summary>The expression of its shape.</summary>
    public string Shape => Owner + Member.ShapeName;
}

/// <summary>A base type with a shape of its own.</summary>
/// <param name="Property">The property that holds its shape.</param>
/// <param name="Class">The class of its shape.</param>
/// <param name="Instance">The expression of the shape.</param>
internal sealed record BaseShapeModel(string Property, string Class, string Instance);

/// <summary>A type that no tree declares.</summary>
/// <param name="Key">Its simple name with the number of type arguments, as metadata has it.</param>
/// <param name="Qualifier">What stands before it, or empty.</param>
/// <param name="Namespaces">The namespaces to look in.</param>
internal sealed record WantedType(string Key, string Qualifier, EquatableArray<string> Namespaces);

/// <summary>What follows from the signatures of handlers: the declarations that may be JSON, and the names that no tree declares.</summary>
/// <param name="Types">The declarations.</param>
/// <param name="Wanted">The other names.</param>
internal sealed record ClosureModel(EquatableArray<TypeModel> Types, EquatableArray<WantedType> Wanted);
