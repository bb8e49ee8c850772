namespace Picard.Gen.Generators;

/// <summary>The surroundings of a declaration.</summary>
/// <param name="Usings">The using directives of the file, each as text.</param>
/// <param name="Namespace">The namespace, or empty.</param>
/// <param name="NamespaceUsings">The using directives inside the namespace.</param>
/// <param name="Types">The containing types, the outermost first.</param>
internal sealed record ScopeModel(
    EquatableArray<string> Usings, string Namespace, EquatableArray<string> NamespaceUsings, EquatableArray<ContainingTypeModel> Types);

/// <summary>A type around a handler.</summary>
/// <param name="Keyword"><c>class</c>, <c>struct</c>, <c>interface</c>, <c>record</c> or <c>record struct</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsHidden">Whether code outside its own containing type cannot name it.</param>
internal sealed record ContainingTypeModel(string Keyword, string Name, bool IsHidden);
