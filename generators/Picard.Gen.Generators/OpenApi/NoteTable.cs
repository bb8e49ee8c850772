namespace Picard.Gen.Generators;

/// <summary>The documentation of a project, by declaration.</summary>
internal sealed class NoteTable
{
    private readonly Dictionary<string, NoteModel> _notes = new(StringComparer.Ordinal);

    public NoteTable(EquatableArray<NoteModel> notes)
    {
        // Of several parts the first one speaks.
        foreach (var note in notes)
        {
            if (!_notes.ContainsKey(note.Key))
            {
                _notes.Add(note.Key, note);
            }
        }
    }

    public NoteModel? Of(TypeModel type) => Find(NoteModel.KeyOf(type));

    public NoteModel? Of(PartModel part) => Find(part.FullName);

    public NoteModel? Of(PartModel part, EndpointModel endpoint) => Find($"{part.FullName}.{endpoint.Signature}");

    /// <summary>What a property says of itself, or its type of the parameter that it is.</summary>
    public string? OfMember(TypeModel type, string member) =>
        Find($"{type.FullName}.{member}")?.Summary ?? Of(type)?.Parameters.FirstOrDefault(p => p.Name == member)?.Text;

    private NoteModel? Find(string key) => _notes.TryGetValue(key, out var note) ? note : null;
}
