namespace Picard.Gen.Generators;

/// <summary>What a documentation comment says of a declaration.</summary>
/// <param name="Key">The declaration: the full name of a type; of a member behind a dot; of a method with its parameters.</param>
/// <param name="Summary">Its summary.</param>
/// <param name="Remarks">Its remarks.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record NoteModel(string Key, string? Summary, string? Remarks, string? Returns, EquatableArray<ParameterNoteModel> Parameters)
{
    public static string KeyOf(TypeModel type) => type.TypeParameters.Count == 0 ? type.FullName : $"{type.FullName}`{type.TypeParameters.Count}";
}

/// <summary>What a documentation comment says of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it is.</param>
internal sealed record ParameterNoteModel(string Name, string Text);
