namespace Picard.Gen.Generators;

/// <summary>What one syntax tree contributes. It is read once per tree and cached with it, so an edit costs one tree.</summary>
/// <param name="HasGlobalImport">Whether the tree has <c>global using Picard;</c>.</param>
/// <param name="Parts">The partial classes of the tree, any of which may be part of a handler or application.</param>
internal sealed record TreeModel(bool HasGlobalImport, EquatableArray<PartModel> Parts)
{
    public static readonly TreeModel Empty = new(false, default);
}
