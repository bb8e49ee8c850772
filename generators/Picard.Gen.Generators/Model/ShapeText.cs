namespace Picard.Gen.Generators;

/// <summary>A type as the user wrote it, and the expression that finds its JSON shape where the text stands.</summary>
/// <param name="Type">The type as written.</param>
/// <param name="Shape">The expression: overload resolution on each name in the type, put together as the type is.</param>
/// <param name="Keyword">The name of the framework's type if the whole type is a keyword, such as <c>Int32</c>; else null.</param>
/// <param name="Names">The simple names in it, each with the number of its type arguments, and with what stands before it: <c>List`1</c>, <c>System|DayOfWeek</c>.</param>
/// <param name="IsImpossible">Whether no value of it can be held: a pointer, a reference, a span.</param>
internal sealed record ShapeText(string Type, string Shape, string? Keyword, EquatableArray<string> Names, bool IsImpossible)
{
    /// <summary>The kinds of a union of results, or the value of a result that has one; empty for anything else.</summary>
    public EquatableArray<ShapeText> Kinds { get; init; }
}
