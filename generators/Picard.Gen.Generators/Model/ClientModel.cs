namespace Picard.Gen.Generators;

/// <summary>One part of a client: the unit of emission, one file each.</summary>
/// <param name="Part">The declaration.</param>
/// <param name="FileName">The name of the file without extension.</param>
/// <param name="IsMain">Whether its file also creates the client.</param>
/// <param name="Whole">What all parts share: the part that has the attribute.</param>
internal sealed record ClientModel(ClientPartModel Part, string FileName, bool IsMain, ClientWholeModel Whole);

/// <summary>What concerns a client as a whole.</summary>
/// <param name="BaseUri">The argument of [Client]; null: it is not a literal.</param>
/// <param name="Pool">The class that [Client] names as its pool, as text, or null.</param>
/// <param name="FieldLines">The field lines that every request has.</param>
/// <param name="ContentType">The argument of [ContentType] on the type, as text, or null.</param>
/// <param name="Json">The context that [Json] on the type names, as text, or null.</param>
/// <param name="Hindrance">Why it has no requests, as the rest of a sentence, or null.</param>
internal sealed record ClientWholeModel(string? BaseUri, string? Pool, EquatableArray<FieldLineModel> FieldLines, string? ContentType, string? Json, string? Hindrance);

/// <summary>A field line that requests have.</summary>
/// <param name="Name">The name, as text.</param>
/// <param name="Value">The value, as text.</param>
internal sealed record FieldLineModel(string Name, string Value);
