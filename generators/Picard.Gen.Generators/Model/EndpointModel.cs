namespace Picard.Gen.Generators;

/// <summary>A user's method at one of its patterns.</summary>
internal sealed record EndpointModel
{
    /// <summary>The pattern; null for a fallback.</summary>
    public required RoutePattern? Pattern { get; init; }

    /// <summary>The request methods at this pattern; empty for a fallback.</summary>
    public required EquatableArray<RouteMethodValue> Methods { get; init; }

    /// <summary>The method's name as written, <c>@</c> included.</summary>
    public required string Name { get; init; }

    public required bool IsStatic { get; init; }

    public required ResultKind Result { get; init; }

    /// <summary>What the method returns, as written.</summary>
    public string ReturnType { get; init; } = "";

    /// <summary>Whether the method does nothing but return a string literal.</summary>
    public bool IsConstant { get; init; }

    public EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>The argument of [ContentType], as text, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>The argument of [MaxContent], as text, or null.</summary>
    public string? MaxContent { get; init; }

    /// <summary>What [SlowConsumer] on the method says, or null.</summary>
    public SlowConsumerModel? SlowConsumer { get; init; }

    /// <summary>Whether [Offload] on the method has it run on the thread pool.</summary>
    public bool IsOffloaded { get; init; }

    /// <summary>Whether items come one after the other, as far as the text tells.</summary>
    public bool ReturnsItems => ReturnType.Contains("IAsyncEnumerable");

    /// <summary>How the result would be written as JSON; null if it never is.</summary>
    public ShapeText? ResultShape { get; init; }

    /// <summary>The properties of [WebSocket], as text, which may be empty; null: the method answers requests.</summary>
    public string? WebSocket { get; init; }

    /// <summary>The context that [Json] names, as text, or null.</summary>
    public string? Json { get; init; }

    /// <summary>Whether a parameter may be the content as JSON: with POST, PUT and PATCH only.</summary>
    public bool TakesJson => Methods.Count > 0 && Methods.All(static m => m.Method is RouteMethod.Post or RouteMethod.Put or RouteMethod.Patch);

    /// <summary>Whether a call needs the warnings about obsolete members off.</summary>
    public bool IsObsolete { get; init; }

    /// <summary>Whether the emitted code looks for JSON shapes.</summary>
    public bool UsesShapes => ResultShape is not null || Parameters.Any(p => p.Source == ParameterSource.Members || JsonShapeOf(p) is not null);

    /// <summary>The shape of a parameter that may be the content as JSON; null: it is not.</summary>
    public ShapeText? JsonShapeOf(ParameterModel parameter) =>
        TakesJson && parameter is { Source: ParameterSource.Automatic, Shape: { IsImpossible: false } shape } && (Pattern is null || Pattern.IndexOf(parameter.SourceName) < 0) ? shape : null;

    /// <summary>The parameters as people write them.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Select(static p => p.Type + " " + p.Name))})";
}

/// <summary>How the result of a method is taken.</summary>
internal enum ResultKind
{
    /// <summary><c>void</c>.</summary>
    Nothing,

    /// <summary>A keyword type or an array: never a task.</summary>
    Plain,

    /// <summary>Anything else: it may be a task, so it may be pending.</summary>
    MayBePending,
}

/// <summary>A request method as an element of an <see cref="EquatableArray{T}"/>.</summary>
internal readonly record struct RouteMethodValue(RouteMethod Method);
