namespace Picard.Gen.Generators;

/// <summary>A method of a client.</summary>
internal sealed record ClientMethodModel
{
    /// <summary>The modifiers as written, for a class.</summary>
    public required string Modifiers { get; init; }

    public required string ReturnType { get; init; }

    /// <summary>The name as written, with its type parameters.</summary>
    public required string Name { get; init; }

    /// <summary>The parameters as written, without attributes and default values.</summary>
    public required string ParameterList { get; init; }

    public EquatableArray<ClientParameterModel> Parameters { get; init; }

    /// <summary>The request method and the pattern; null: it has no route, or none that can be read.</summary>
    public RoutePattern? Pattern { get; init; }

    public RouteMethod Method { get; init; }

    public required ClientResult Result { get; init; }

    /// <summary>Why the method sends nothing, as the rest of a sentence, or null. The analyzers say it while it is typed.</summary>
    public string? Hindrance { get; init; }

    public EquatableArray<FieldLineModel> FieldLines { get; init; }

    /// <summary>The argument of [ContentType], as text, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>The context that [Json] names, as text, or null.</summary>
    public string? Json { get; init; }

    /// <summary>Whether a parameter may be the content as JSON: with POST, PUT and PATCH only.</summary>
    public bool TakesJson => Method is RouteMethod.Post or RouteMethod.Put or RouteMethod.Patch;

    /// <summary>The types that may be JSON.</summary>
    public IEnumerable<ShapeText> Shapes => Hindrance is not null ? [] : Parameters.Where(static p => p.Use != ParameterUse.Members).Select(static p => p.Shape).Append(Result.Shape).OfType<ShapeText>();

    /// <summary>Why the path cannot be written, as the rest of a sentence; null: it can.</summary>
    public string? HindranceOfRoute =>
        Pattern?.Segments.FirstOrDefault(s => s.IsParameter && !Parameters.Any(p => p.Use == ParameterUse.Route && string.Equals(p.SourceName, s.Text, StringComparison.OrdinalIgnoreCase))) is { } missing
            ? $"has no parameter '{missing.Text}'"
            : null;

    /// <summary>The name and parameters as people write them.</summary>
    public string Signature => $"{Name}({ParameterList})";
}

/// <summary>A parameter of a client's method.</summary>
/// <param name="Name">The name as written, <c>@</c> included; of a member, with the parameter that has it: <c>search.Page</c>.</param>
/// <param name="Type">The type as written.</param>
/// <param name="Use">What its value becomes.</param>
/// <param name="SourceName">The name there.</param>
/// <param name="Shape">How it would be written as JSON; null if it never is.</param>
internal sealed record ClientParameterModel(string Name, string Type, ParameterUse Use, string SourceName, ShapeText? Shape);

/// <summary>What the value of a parameter becomes, in the order in which it is written.</summary>
internal enum ParameterUse
{
    /// <summary>A part of the path.</summary>
    Route,

    Query,

    /// <summary>The query or the JSON content: the compiler tells.</summary>
    Automatic,

    Header,
    Cookie,

    /// <summary>What a call has of its own.</summary>
    Options,

    Form,

    /// <summary>The content as octets.</summary>
    Octets,

    /// <summary>The content from a pipe or stream.</summary>
    Stream,

    /// <summary>The content item by item.</summary>
    Items,

    /// <summary>What gives up.</summary>
    Cancellation,

    /// <summary>Each member of its type has a place of its own.</summary>
    Members,

    /// <summary>Nothing: only handlers have it.</summary>
    OfServer,
}

/// <summary>What a method returns.</summary>
/// <param name="Receive">The method of the call that reads it; null: nothing reads it.</param>
/// <param name="IsTask">Whether it is a <c>Task</c>, and not a <c>ValueTask</c>.</param>
/// <param name="Shape">How it is read as JSON; null if it is not.</param>
internal sealed record ClientResult(string? Receive, bool IsTask, ShapeText? Shape);
