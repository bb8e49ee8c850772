namespace Picard.Gen.Generators;

/// <summary>A type whose members are parameters: the unit of emission, one file each.</summary>
/// <param name="Type">The declaration with the constructor.</param>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="Arguments">The parameters of its constructor.</param>
/// <param name="Properties">Its other properties that can be set.</param>
internal sealed record ParametersModel(TypeModel Type, string FileName, EquatableArray<BoundMemberModel> Arguments, EquatableArray<BoundMemberModel> Properties)
{
    /// <summary>The members that have a value to read.</summary>
    public EquatableArray<string> Readable { get; init; }
}

/// <summary>A member that is bound.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="Type">Its type as written.</param>
/// <param name="Place">Where an attribute says that its value comes from; null: its name says it.</param>
/// <param name="Default">The text that stands for a missing value; null if the value is required, or the object has its own.</param>
/// <param name="HasOwnValue">Whether the object has a value for it by itself.</param>
/// <param name="IsRequired">Whether no object is made without it.</param>
internal sealed record BoundMemberModel(string Name, string Type, PlaceModel? Place, string? Default, bool HasOwnValue, bool IsRequired);
