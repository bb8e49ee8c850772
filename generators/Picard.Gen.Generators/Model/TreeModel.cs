namespace Picard.Gen.Generators;

/// <summary>What one syntax tree contributes. It is read once per tree and cached with it, so an edit costs one tree.</summary>
/// <param name="HasGlobalImport">Whether the tree has <c>global using Picard;</c>.</param>
/// <param name="GlobalUsings">The namespaces that the tree imports everywhere.</param>
/// <param name="Parts">The partial classes of the tree, any of which may be part of a handler or application.</param>
/// <param name="Types">The types of the tree, any of which may be JSON.</param>
internal sealed record TreeModel(bool HasGlobalImport, EquatableArray<string> GlobalUsings, EquatableArray<PartModel> Parts, EquatableArray<TypeModel> Types)
{
    public static readonly TreeModel Empty = new(false, default, default, default);
}
