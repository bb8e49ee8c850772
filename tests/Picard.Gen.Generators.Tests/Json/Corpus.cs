using Picard.Gen.Generators.Tests.CompiledHandlers;
using Picard.Gen.KnownShapes;

namespace Picard.Gen.Generators.Tests;

/// <summary>The types that shapes are held against System.Text.Json with.</summary>
internal static class Corpus
{
    public static readonly IReadOnlyDictionary<string, ICase> All = new List<ICase>
    {
        Of(default(Of<Numbers>).Shape()), Of(default(Of<Optionals>).Shape()), Of(default(Of<Values>).Shape()), Of(default(Of<Collections>).Shape()),
        Of(default(Of<Immutables>).Shape()), Of(default(Of<Dictionaries>).Shape()), Of(default(Of<Documents>).Shape()), Of(default(Of<Enums>).Shape()),
        Of(default(Of<Pair>).Shape()), Of(default(Of<Loose>).Shape()), Of(default(Of<Plainest>).Shape()), Of(default(Of<Mutable>).Shape()), Of(default(Of<Animal>).Shape()),
        Of(default(Of<Dog>).Shape()), Of(default(Of<Puppy>).Shape()), Of(default(Of<Shape2>).Shape()), Of(default(Of<OfInts>).Shape()),
        Of(default(Of<OfLists<string>>).Shape(default(Of<string>).Shape())), Of(default(Of<Page<Pair>>).Shape(default(Of<Pair>).Shape())), Of(default(Of<Node>).Shape()),
        Of(default(Of<Tree<int>>).Shape(default(Of<int>).Shape())), Of(default(Of<Named1>).Shape()), Of(default(Of<Required>).Shape()), Of(default(Of<Chosen>).Shape()),
        Of(default(Of<Primary>).Shape()), Of(default(Of<Strict>).Shape()), Of(default(Of<InParts>).Shape()), Of(default(Of<Container.Inner>).Shape()), Of(default(Of<Empty>).Shape()),
        Of(default(Of<User>).Shape()), Of(default(Of<NewUser>).Shape()),
    }.ToDictionary(static c => c.Name);

    private static Case<T> Of<T>(Shape<T> shape) => new(shape);
}
