namespace Picard.Gen.Generators;

/// <summary>An event of an exchange.</summary>
internal enum EventKind
{
    Request,
    Content,
    Trailers,
    End,
    Pause,
    Resume,
    Signal,
    Timer,
    Abort,
    Done,

    // Of middleware only.
    Response,
    Fault,
    RequestContent,
    RequestTrailers,
    RequestEnd,
    ResponseContent,
    ResponseTrailers,
    ResponseEnd,
}

/// <summary>A method of an event handler.</summary>
/// <param name="Kind">The event.</param>
/// <param name="Name">The method's name as written, <c>@</c> included.</param>
/// <param name="IsStatic">Whether it needs no handler.</param>
/// <param name="IsVoid">Whether it returns nothing at all, so that it cannot be pending.</param>
/// <param name="IsObsolete">Whether a call needs the warnings about obsolete members off.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record EventModel(EventKind Kind, string Name, bool IsStatic, bool IsVoid, bool IsObsolete, EquatableArray<ParameterModel> Parameters)
{
    /// <summary>Whether it runs on the thread pool.</summary>
    public bool IsOffloaded { get; init; }

    /// <summary>The parameters as people write them.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Select(static p => p.Type))})";
}
