namespace Picard.Gen.Generators;

/// <summary>Where the user wants a parameter's value from.</summary>
internal enum ParameterSource
{
    /// <summary>The path if the pattern has the name, else the query, unless the type says otherwise.</summary>
    Automatic,
    Query,
    Header,
    Cookie,
    Form,
    Service,

    /// <summary>What middleware has left.</summary>
    Item,

    /// <summary>Each member of the type has a source of its own.</summary>
    Members,
}

/// <summary>Where an attribute says that a value comes from.</summary>
/// <param name="Source">The part of the request.</param>
/// <param name="Name">The name there; null: the parameter's or member's own.</param>
internal sealed record PlaceModel(ParameterSource Source, string? Name);

/// <summary>A parameter of a user's method or constructor.</summary>
/// <param name="Name">The name as written, <c>@</c> included.</param>
/// <param name="Type">The type as written.</param>
/// <param name="Source">Where its value comes from.</param>
/// <param name="SourceName">The name there: that of the attribute, else the parameter's own.</param>
/// <param name="Default">The text that stands for a missing value; null if the value is required.</param>
/// <param name="Shape">How it would be read as JSON; null if it is never the content.</param>
internal sealed record ParameterModel(string Name, string Type, ParameterSource Source, string SourceName, string? Default, ShapeText? Shape)
{
    /// <summary>Whether it is the request content item by item.</summary>
    public bool IsItems => Source == ParameterSource.Automatic && Type.IndexOf('<') is > 0 and var end && IsNamed(Type.Substring(0, end), "IAsyncEnumerable");

    /// <summary>Whether the type is written with this name, qualified or not, optional or not.</summary>
    public bool IsOf(string name) => IsNamed(Type.TrimEnd('?'), name);

    /// <summary>Whether its value is bound as a route handler's is, and not one of these, which the framework has.</summary>
    public bool IsBoundBeside(params string[] own) => Source != ParameterSource.Automatic || !own.Any(name => IsNamed(Type, name));

    private static bool IsNamed(string type, string name) => type == name || type.EndsWith("." + name, StringComparison.Ordinal) || type.EndsWith(":" + name, StringComparison.Ordinal);
}
