namespace Picard.Gen.Generators;

/// <summary>What one syntax tree contributes. It is read once per tree and cached with it, so an edit costs one tree.</summary>
/// <param name="HasGlobalImport">Whether the tree has <c>global using Picard;</c>.</param>
/// <param name="GlobalUsings">The namespaces that the tree imports everywhere.</param>
/// <param name="Parts">The partial classes of the tree, any of which may be part of a handler or application.</param>
/// <param name="Types">The types of the tree, any of which may be JSON.</param>
internal sealed record TreeModel(bool HasGlobalImport, EquatableArray<string> GlobalUsings, EquatableArray<PartModel> Parts, EquatableArray<TypeModel> Types)
{
    /// <summary>The interfaces and classes of the tree that may be parts of clients.</summary>
    public EquatableArray<ClientPartModel> Clients { get; init; }

    /// <summary>The classes of the tree that may be pools.</summary>
    public EquatableArray<PoolModel> Pools { get; init; }

    public static readonly TreeModel Empty = new(false, default, default, default);

    private TreeModel? _known;

    /// <summary>
    /// The first of the models that this one was found to equal. Most edits change nothing that is emitted: with the model from before the edit in
    /// its place, what follows from it is known by reference, however often the tree is edited.
    /// </summary>
    public TreeModel Known => _known ?? this;

    public bool Equals(TreeModel? other)
    {
        if (other is null || ReferenceEquals(Known, other.Known))
        {
            return other is not null;
        }

        var isSame = HasGlobalImport == other.HasGlobalImport && GlobalUsings.Equals(other.GlobalUsings) && Parts.Equals(other.Parts) && Types.Equals(other.Types)
            && Clients.Equals(other.Clients) && Pools.Equals(other.Pools);
        if (isSame)
        {
            // Race: two hosts may compare at once; they are equal, so any of them will do.
            other._known = Known;
        }

        return isSame;
    }

    public override int GetHashCode() => (Parts.GetHashCode() * 397) ^ Types.GetHashCode();
}
